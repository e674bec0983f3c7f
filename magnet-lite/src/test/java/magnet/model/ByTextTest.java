package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.kernel.DecoderKernel;
import magnet.kernel.DecoderKernel.Attention;
import magnet.kernel.DecoderKernel.Dropout;
import magnet.kernel.HostCopy;
import magnet.kernel.ObjectiveKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import magnet.model.family.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attention text by text, its layout and its two calls, gives what attention with masks gives; on a
 * CPU another operation stands for the flash attention of a GPU. {@link MaskKernelTest} holds the
 * masks, {@link MaskByEffectTest} both ways, against the mask rule.
 */
class ByTextTest {

  private static final int WINDOW = 4;

  /** Those that do not cap their scores. */
  static Stream<String> families() {
    return RandomModels.families().filter(family -> !family.equals("gemma2"));
  }

  private static Stream<String> windowedFamilies() {
    return RandomModels.windowedFamilies().filter(family -> !family.equals("gemma2"));
  }

  private static Architecture architecture(String family) {
    Architecture of = RandomModels.architecture(family, 2);
    boolean windowed = DecoderFamily.of(family).hasSlidingWindow();
    return windowed ? Shapes.withWindow(of, WINDOW) : of;
  }

  @ParameterizedTest
  @MethodSource("families")
  void statesOfAllKindsOfTexts(String family) {
    SplittableRandom random = new SplittableRandom(5);
    try (Decoder decoder = RandomModels.decoder(architecture(family));
        LanguageModel model = LanguageModel.of(decoder)) {
      for (int trial = 0; trial < 12; trial++) {
        List<TokenSequence> texts = MaskKernelTest.texts(random);
        int window = trial % 3 == 2 ? 0 : decoder.architecture().slidingWindow();
        TokenBatch batch =
            trial % 2 == 0 ? TokenBatch.packed(texts, window) : TokenBatch.padded(texts, window);
        assertSame(model, batch, all(texts));
        assertSame(model, batch, some(random, texts));
      }
    }
  }

  /** Texts all of context or all of span keep their windows without a mask. */
  @ParameterizedTest
  @MethodSource("windowedFamilies")
  void windows(String family) {
    try (Decoder decoder = RandomModels.decoder(architecture(family));
        LanguageModel model = LanguageModel.of(decoder);
        NDManager scope = decoder.newScope()) {
      List<TokenSequence> texts =
          List.of(
              TokenSequence.causal(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}),
              TokenSequence.bidirectional(new int[] {9, 8, 7, 6, 5, 4, 3}),
              TokenSequence.hybrid(new int[] {3, 1, 2}, new boolean[] {false, true, false}));
      TokenBatch batch = TokenBatch.packed(texts, WINDOW);
      DecoderKernel.Rows rows =
          batch.rows(scope, decoder.masks(), decoder.architecture().kinds(), true);
      rows.masks().forEach(mask -> assertEquals(0, mask.size()));
      assertTrue(max(rows.texts().get(9)) == WINDOW);
      assertSame(model, batch, all(texts));
    }
  }

  /** Where spans are left out, places are no longer as far apart as in the text. */
  @ParameterizedTest
  @MethodSource("windowedFamilies")
  void aWindowOverAHybridTextNeedsAMask(String family) {
    try (Decoder decoder = RandomModels.decoder(architecture(family));
        LanguageModel model = LanguageModel.of(decoder);
        NDManager scope = decoder.newScope()) {
      boolean[] span = {false, true, true, true, false, true, false, false};
      List<TokenSequence> texts =
          List.of(TokenSequence.hybrid(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, span));
      TokenBatch batch = TokenBatch.padded(texts, WINDOW);
      DecoderKernel.Rows rows =
          batch.rows(scope, decoder.masks(), decoder.architecture().kinds(), true);
      assertTrue(rows.masks().stream().anyMatch(mask -> mask.size() > 0));
      assertSame(model, batch, all(texts));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void gradientsOfAllWeights(String family) {
    SplittableRandom random = new SplittableRandom(6);
    List<TokenSequence> texts = new ArrayList<>();
    while (texts.size() < 6) {
      texts.addAll(MaskKernelTest.texts(random));
    }
    try (Decoder decoder = RandomModels.untrained(architecture(family), 3);
        LanguageModel model = LanguageModel.of(decoder);
        LanguageModel byText = model.withAttention(Attention.BY_TEXT);
        LanguageModel plain = model.withAttention(Attention.PLAIN)) {
      TokenBatch batch = TokenBatch.packed(texts, decoder.architecture().slidingWindow());
      List<NDArray> weights = decoder.weights().stream().filter(w -> w.size() > 0).toList();
      List<float[]> expected = learnt(plain, weights, batch, false);
      assertEqual(expected, learnt(byText, weights, batch, false));
      assertEqual(expected, learnt(byText, weights, batch, true));
    }
  }

  private static void assertEqual(List<float[]> expected, List<float[]> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(
          expected.get(i), found.get(i), 1e-5f * (1 + largest(expected.get(i))), "array " + i);
    }
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /**
   * What a training pass gives: the outputs of all tokens, then the gradients of parameters.
   *
   * @param kept whether layers are computed once more
   */
  static List<float[]> learnt(
      LanguageModel model, List<NDArray> parameters, TokenBatch batch, boolean kept) {
    List<float[]> found = new ArrayList<>();
    parameters.forEach(array -> array.getGradient().subi(array.getGradient()));
    try (NDManager scope = model.newScope();
        GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
      List<int[]> wanted = all(batch.sequences());
      DecoderKernel.KeptPass pass =
          kept ? model.keptPass(scope, batch, wanted, Dropout.NONE) : null;
      NDArray hidden =
          kept ? pass.hidden() : model.trainingPass(scope, batch, wanted, Dropout.NONE);
      int rows = (int) hidden.getShape().get(0);
      NDArray wide =
          new ObjectiveKernel(scope)
              .rows(
                  scope,
                  hidden,
                  scope.create(IntStream.range(0, rows).asLongStream().toArray()),
                  true);
      found.add(HostCopy.floats(wide));
      float[] up = new float[found.get(0).length];
      for (int i = 0; i < up.length; i++) {
        up[i] = (float) Math.sin(i) / 8;
      }
      NDArray total = wide.mul(scope.create(up, new Shape(rows, up.length / rows))).sum();
      collector.backward(kept ? pass.objective(scope, total) : total);
    }
    parameters.forEach(array -> found.add(HostCopy.floats(array.getGradient())));
    return found;
  }

  @Test
  void aFamilyThatCapsItsScoresIsRefused() {
    try (Decoder decoder = RandomModels.decoder(architecture("gemma2"));
        LanguageModel model = LanguageModel.of(decoder).withAttention(Attention.BY_TEXT);
        NDManager scope = model.newScope()) {
      TokenBatch batch = TokenBatch.padded(List.of(TokenSequence.causal(new int[] {1, 2})), 0);
      String told =
          assertThrows(
                  IllegalArgumentException.class, () -> model.residualStream(scope, batch).size())
              .getMessage();
      assertTrue(told.contains("this family caps its scores"), told);
    }
  }

  /**
   * The trial passes where there is nothing to hinder it, and tells of numbers that it cannot take.
   */
  @ParameterizedTest
  @MethodSource("families")
  void whatHindersFlashAttentionIsTold(String family) {
    try (Decoder decoder = RandomModels.decoder(architecture(family));
        NDManager scope = decoder.newScope()) {
      decoder.kernel().tryFlash(scope, scope.zeros(new Shape(1)));
      NDArray whole = scope.zeros(new Shape(1), DataType.INT64);
      String message =
          assertThrows(EngineException.class, () -> decoder.kernel().tryFlash(scope, whole))
              .getMessage();
      assertEquals(
          "PyTorch says: expected scalar type Float but found Long",
          FlashAttention.reason(message));
    }
  }

  @Test
  void aCpuHasMasksAndSaysSo() {
    try (Decoder decoder = RandomModels.decoder(architecture("llama"))) {
      assertEquals(
          "attention with masks, without flash attention as a CPU has none", decoder.attention());
    }
  }

  private static void assertSame(LanguageModel model, TokenBatch batch, List<int[]> wanted) {
    try (LanguageModel byText = model.withAttention(Attention.BY_TEXT);
        LanguageModel plain = model.withAttention(Attention.PLAIN);
        NDManager scope = model.newScope()) {
      assertArrayEquals(
          plain.hiddenStates(scope, batch, wanted).toFloatArray(),
          byText.hiddenStates(scope, batch, wanted).toFloatArray(),
          2e-5f);
      assertArrayEquals(
          plain.hiddenStates(scope, batch, List.of(2), wanted).get(0).toFloatArray(),
          byText.hiddenStates(scope, batch, List.of(2), wanted).get(0).toFloatArray(),
          2e-4f);
    }
  }

  private static long max(NDArray array) {
    return Arrays.stream(array.toLongArray()).max().orElseThrow();
  }

  private static List<int[]> all(List<TokenSequence> texts) {
    return texts.stream().map(text -> IntStream.range(0, text.length()).toArray()).toList();
  }

  private static List<int[]> some(SplittableRandom random, List<TokenSequence> texts) {
    List<int[]> some = new ArrayList<>();
    for (TokenSequence text : texts) {
      some.add(IntStream.range(0, text.length()).filter(i -> random.nextInt(3) == 0).toArray());
    }
    some.set(0, new int[] {0});
    return some;
  }
}
