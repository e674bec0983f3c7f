package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.kernel.DecoderKernel.Attention;
import magnet.model.family.Architecture;
import magnet.model.family.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that go on from what they share have the outputs that each has by itself. */
class BranchingTextTest {

  private static final int WINDOW = 3;
  private static final int[] SHARED = {5, 9, 2, 7, 5};
  private static final List<int[]> RESTS =
      List.of(new int[] {1, 4}, new int[0], new int[] {1, 8, 3, 3, 6}, new int[] {4});
  private static final TokenSequence BRANCHING = TokenSequence.branching(SHARED, RESTS);
  private static final TokenSequence OTHER =
      TokenSequence.hybrid(new int[] {3, 1, 4, 1}, new boolean[] {false, true, true, false});

  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#families")
  void inAPaddedAndInAPackedBatch(String family) {
    check(RandomModels.architecture(family, 2), 0);
  }

  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#windowedFamilies")
  void whereSomeLayersHaveAWindow(String family) {
    check(Shapes.withWindow(RandomModels.architecture(family, 2), WINDOW), WINDOW);
  }

  @Test
  void branchesAreNeitherOneCausalTextNorContext() {
    assertFalse(BRANCHING.isCausal());
    assertFalse(BRANCHING.isBidirectional());
    assertTrue(TokenSequence.branching(SHARED, List.of(new int[0])).isCausal());
  }

  private static void check(Architecture architecture, int window) {
    try (Decoder decoder = RandomModels.decoder(architecture);
        LanguageModel model = LanguageModel.of(decoder);
        LanguageModel byText = model.withAttention(Attention.BY_TEXT)) {
      check(model, texts -> TokenBatch.padded(texts, window));
      check(model, texts -> TokenBatch.packed(texts, window));
      if (architecture.variant().scoreCap() == 0) {
        check(byText, texts -> TokenBatch.packed(texts, window));
      }
    }
  }

  private static void check(LanguageModel model, Function<List<TokenSequence>, TokenBatch> layout) {
    float[][] found = outputs(model, layout.apply(List.of(OTHER, BRANCHING)), 1);
    int next = SHARED.length;
    for (int[] rest : RESTS) {
      int[] whole = IntStream.concat(Arrays.stream(SHARED), Arrays.stream(rest)).toArray();
      float[][] alone =
          outputs(model, layout.apply(List.of(OTHER, TokenSequence.causal(whole))), 1);
      for (int t = 0; t < whole.length; t++) {
        assertArrayEquals(alone[t], found[t < SHARED.length ? t : next++], 1e-5f);
      }
    }
  }

  /** The outputs of one text of a batch, token by token. */
  private static float[][] outputs(LanguageModel model, TokenBatch batch, int of) {
    List<int[]> all =
        batch.sequences().stream()
            .map(text -> IntStream.range(0, text.length()).toArray())
            .toList();
    int before = all.stream().limit(of).mapToInt(each -> each.length).sum();
    try (NDManager scope = model.newScope()) {
      float[] flat = model.hiddenStates(scope, batch, all).toFloatArray();
      int width = model.architecture().hiddenSize();
      return Stream.iterate(before, t -> t + 1)
          .limit(all.get(of).length)
          .map(t -> Arrays.copyOfRange(flat, t * width, (t + 1) * width))
          .toArray(float[][]::new);
    }
  }
}
