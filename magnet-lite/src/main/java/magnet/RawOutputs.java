package magnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.model.LanguageModel;
import magnet.model.TokenBatch;
import magnet.model.family.Architecture;

/** What a model says of token ids, without text around them: logits or hidden states. */
final class RawOutputs {

  private RawOutputs() {}

  /**
   * Runs the tokens through a model.
   *
   * @param logits whether logits are wanted, else hidden states
   * @return a row a token
   */
  static float[][] of(
      LanguageModel model, int[] tokenIds, AttentionPattern pattern, boolean logits) {
    checkIds(model.architecture(), tokenIds);
    TokenBatch batch =
        TokenBatch.padded(
            List.of(pattern.sequence(tokenIds)), model.architecture().slidingWindow());
    List<int[]> all = List.of(IntStream.range(0, tokenIds.length).toArray());
    try (NDManager scope = model.newScope()) {
      NDArray found =
          logits ? model.logits(scope, batch, all) : model.hiddenStates(scope, batch, all);
      float[] flat = found.toFloatArray();
      int width = flat.length / tokenIds.length;
      return IntStream.range(0, tokenIds.length)
          .mapToObj(t -> Arrays.copyOfRange(flat, t * width, (t + 1) * width))
          .toArray(float[][]::new);
    }
  }

  private static void checkIds(Architecture of, int[] tokenIds) {
    if (tokenIds.length == 0 || tokenIds.length > of.maxPositions()) {
      throw new IllegalArgumentException(
          tokenIds.length
              + " tokens are given, expected 1 to "
              + of.maxPositions()
              + ", the model's positions.");
    }
    for (int id : tokenIds) {
      if (id < 0 || id >= of.vocabularySize()) {
        throw new IllegalArgumentException(
            "Token id "
                + id
                + " is not in the vocabulary, expected 0 to "
                + (of.vocabularySize() - 1)
                + ".");
      }
    }
  }
}
