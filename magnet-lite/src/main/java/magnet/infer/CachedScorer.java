package magnet.infer;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import magnet.infer.sampling.Logits;
import magnet.kernel.HostCopy;
import magnet.model.KeyValueCache;
import magnet.model.LanguageModel;

/**
 * Scores texts as decoding meets them: token by token against the cache, and so with the int8
 * weights of a model that decodes with them. Slower than a whole pass, and the way to find out
 * whether such weights will do.
 */
final class CachedScorer {

  private final LanguageModel model;

  CachedScorer(LanguageModel model) {
    this.model = model;
  }

  /**
   * How likely given tokens are to come after some others, as {@link LanguageModel#logLikelihoods}
   * says it of a whole pass.
   *
   * @param texts token ids of texts that run side by side, each read from left to right
   * @param wanted for each text, indices of the tokens that predict
   * @param targets for each text, the ids whose likelihood is asked for, one for each that predicts
   * @return natural logarithms of probabilities, text by text in the order of {@code wanted}
   */
  float[] logLikelihoods(List<int[]> texts, List<int[]> wanted, List<int[]> targets) {
    int rows = texts.size();
    int longest = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    float[] logs = new float[wanted.stream().mapToInt(each -> each.length).sum()];
    int[][] token = new int[rows][1];
    int[][] position = new int[rows][1];
    try (KeyValueCache cache = new KeyValueCache(model.decoder(), rows, longest)) {
      for (int t = 0; t < longest; t++) {
        for (int row = 0; row < rows; row++) {
          int[] ids = texts.get(row);
          token[row][0] = ids[Math.min(t, ids.length - 1)]; // a finished text waits for the others
          position[row][0] = t;
        }
        float[] logits = next(cache, token, position); // [rows * vocabulary]
        int vocabulary = logits.length / rows;
        int place = 0;
        for (int row = 0; row < rows; row++) {
          float[] own = null;
          for (int i = 0; i < wanted.get(row).length; i++, place++) {
            if (wanted.get(row)[i] == t) {
              own =
                  own == null
                      ? Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary)
                      : own;
              logs[place] = (float) Logits.logProbability(own, targets.get(row)[i]);
            }
          }
        }
      }
    }
    return logs;
  }

  private float[] next(KeyValueCache cache, int[][] token, int[][] position) {
    try (NDManager scope = model.newScope()) {
      return HostCopy.floats(
          model.extend(scope, cache, token, position, true, null, new int[] {0}));
    }
  }
}
