package magnet.infer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.kernel.HostCopy;
import magnet.model.LanguageModel;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import magnet.model.family.Architecture;

/** What a model computes for token ids, without text around them: logits or hidden states. */
public final class RawOutputs {

  private RawOutputs() {}

  /**
   * What a pass computes for the wanted tokens of a batch, such as {@link LanguageModel#logits}.
   */
  public interface Pass {
    /** One row for each wanted token. */
    NDArray of(LanguageModel model, NDManager scope, TokenBatch batch, List<int[]> wanted);
  }

  /** What a pass computes, a row for each token; {@code span} tells which are span tokens. */
  public static float[][] of(LanguageModel model, int[] tokenIds, boolean[] span, Pass pass) {
    checkIds(model.architecture(), tokenIds);
    if (tokenIds.length != span.length) {
      throw new IllegalArgumentException(
          "The pattern is of %s tokens, but %s are given; make it of as many."
              .formatted(span.length, tokenIds.length));
    }
    TokenBatch batch =
        TokenBatch.padded(
            List.of(TokenSequence.hybrid(tokenIds, span)), model.architecture().slidingWindow());
    List<int[]> all = List.of(IntStream.range(0, tokenIds.length).toArray());
    try (NDManager scope = model.newScope()) {
      float[] flat = HostCopy.floats(pass.of(model, scope, batch, all));
      int width = flat.length / tokenIds.length;
      return IntStream.range(0, tokenIds.length)
          .mapToObj(t -> Arrays.copyOfRange(flat, t * width, (t + 1) * width))
          .toArray(float[][]::new);
    }
  }

  private static void checkIds(Architecture of, int[] tokenIds) {
    if (tokenIds.length == 0 || tokenIds.length > of.maxPositions()) {
      throw new IllegalArgumentException(
          "%s tokens are given, expected 1 to %s, the model's positions."
              .formatted(tokenIds.length, of.maxPositions()));
    }
    for (int id : tokenIds) {
      if (id < 0 || id >= of.vocabularySize()) {
        throw new IllegalArgumentException(
            "Token id %s is not in the vocabulary, expected 0 to %s."
                .formatted(id, of.vocabularySize() - 1));
      }
    }
  }
}
