package magnet.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import magnet.kernel.HostCopy;

/**
 * What a model says of the tokens that may come next, brought to Java for samplers: everything, or
 * from a GPU only the highest logits, where these decide (see {@link
 * magnet.infer.sampling.Sampler#decisive}). Samplers choose the same tokens from either. A CPU's
 * logits were measured to be copied in less time than the highest take to be picked.
 *
 * @param kept how many logits of a row were copied
 * @param ids the tokens that they are of; null where they are all, in order
 */
record TokenScores(int vocabulary, int kept, float[] logits, long[] ids) {

  /** This many more are copied, so that what ties with the last decisive one is seen. */
  private static final int MORE = 16;

  /** Logits closer than this share of them may tie once they are divided by a temperature. */
  private static final double CLOSE = 1e-6;

  /** More than this share of the vocabulary is copied whole. */
  private static final int SHARE = 8;

  /**
   * Copies logits.
   *
   * @param logits {@code [.., vocabulary]}
   * @param decisive how many of the highest decide in each row; 0 for all
   */
  static TokenScores of(NDArray logits, int decisive) {
    int vocabulary = Math.toIntExact(logits.getShape().get(logits.getShape().dimension() - 1));
    if (decisive > 0 && decisive <= vocabulary / SHARE - MORE) {
      int kept = decisive + MORE;
      NDList highest = logits.topK(kept, -1, true, true);
      float[] values = HostCopy.floats(highest.get(0));
      if (isDecided(values, decisive, kept)) {
        return new TokenScores(vocabulary, kept, values, HostCopy.longs(highest.get(1)));
      }
    }
    return new TokenScores(vocabulary, vocabulary, HostCopy.floats(logits), null);
  }

  /** Whether in each row the last logit is so low that it ties with no decisive one. */
  private static boolean isDecided(float[] values, int decisive, int kept) {
    for (int row = 0; row < values.length; row += kept) {
      float last = values[row + decisive - 1];
      if (!(values[row + kept - 1] < last - CLOSE * Math.abs(last))) {
        return false;
      }
    }
    return true;
  }

  /** The logit of one token, which was copied. */
  float logit(int row, int token) {
    if (ids == null) {
      return logits[row * kept + token];
    }
    int at = row * kept;
    while (ids[at] != token) {
      at++;
    }
    return logits[at];
  }

  /**
   * The logits of a row as samplers take them, negative infinity where they were not copied.
   *
   * @return {@code [vocabulary]}, the caller's own
   */
  float[] row(int row) {
    if (ids == null) {
      return Arrays.copyOfRange(logits, row * kept, (row + 1) * kept);
    }
    float[] all = new float[vocabulary];
    Arrays.fill(all, Float.NEGATIVE_INFINITY);
    for (int i = row * kept; i < (row + 1) * kept; i++) {
      all[(int) ids[i]] = logits[i];
    }
    return all;
  }
}
