package magnet.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import magnet.kernel.HostCopy;
import magnet.model.KeyValueCache;
import magnet.model.LanguageModel;

/**
 * Scores texts as decoding meets them: token by token against the cache, and so with the int8
 * weights of a model that decodes with them. Slower than a whole pass, and the way to find out
 * whether such weights will do.
 */
record CachedScorer(LanguageModel model) {

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
    long vocabulary = model.architecture().vocabularySize();
    int longest = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    float[] logs = new float[wanted.stream().mapToInt(each -> each.length).sum()];
    int[][] token = new int[rows][1];
    int[][] position = new int[rows][1];
    try (KeyValueCache cache = new KeyValueCache(model.decoder(), rows, longest)) {
      for (int t = 0; t < longest; t++) {
        List<Integer> places = new ArrayList<>(); // in logs, of what this step predicts
        List<Long> indices = new ArrayList<>(); // in its logits, row by row
        int place = 0;
        for (int row = 0; row < rows; row++) {
          int[] ids = texts.get(row);
          token[row][0] = ids[Math.min(t, ids.length - 1)]; // a finished text waits for the others
          position[row][0] = t;
          for (int i = 0; i < wanted.get(row).length; i++, place++) {
            if (wanted.get(row)[i] == t) {
              places.add(place);
              indices.add(row * vocabulary + targets.get(row)[i]);
            }
          }
        }
        float[] found = next(cache, token, position, indices);
        for (int i = 0; i < found.length; i++) {
          logs[places.get(i)] = found[i];
        }
      }
    }
    return logs;
  }

  /** Reads one token of each row; the log-probabilities at these indices of what comes next. */
  private float[] next(KeyValueCache cache, int[][] token, int[][] position, List<Long> indices) {
    try (NDManager scope = model.newScope()) {
      NDArray logits = // [rows, 1, vocabulary]
          model.extend(scope, cache, token, position, true, null, new int[] {0});
      if (indices.isEmpty()) {
        return new float[0];
      }
      long[] wanted = indices.stream().mapToLong(Long::longValue).toArray();
      return HostCopy.floats(logits.logSoftmax(2).flatten().gather(scope.create(wanted), 0));
    }
  }
}
