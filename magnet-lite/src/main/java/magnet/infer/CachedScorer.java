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
   * How likely each token is after those before it.
   *
   * @param texts token ids of texts that run side by side
   * @return natural logarithms of probabilities, {@code [texts][tokens]}; 0 at the first token
   */
  double[][] causal(List<int[]> texts) {
    int rows = texts.size();
    int longest = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    double[][] logs = texts.stream().map(ids -> new double[ids.length]).toArray(double[][]::new);
    int[][] token = new int[rows][1];
    int[][] position = new int[rows][1];
    try (KeyValueCache cache = new KeyValueCache(model.decoder(), rows, longest)) {
      for (int t = 0; t + 1 < longest; t++) {
        for (int row = 0; row < rows; row++) {
          int[] ids = texts.get(row);
          token[row][0] = ids[Math.min(t, ids.length - 1)]; // a finished text waits for the others
          position[row][0] = t;
        }
        float[] logits = next(cache, token, position);
        int vocabulary = logits.length / rows;
        for (int row = 0; row < rows; row++) {
          if (t + 1 < logs[row].length) {
            float[] own = Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary);
            logs[row][t + 1] = Logits.logProbability(own, texts.get(row)[t + 1]);
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
