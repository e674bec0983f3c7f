package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import magnet.kernel.DecoderKernel;
import magnet.kernel.DecoderKernel.Attention;
import magnet.kernel.DecoderKernel.Dropout;
import magnet.kernel.TorchRuntime;
import magnet.model.checkpoint.AdapterConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows are filled up to a multiple of 8 on a GPU: on a CPU here, where that changes no number. */
class RowLengthTest {

  private static final List<TokenSequence> TEXTS =
      List.of(hybrid(11, 4, 7), TokenSequence.bidirectional(ids(9)), TokenSequence.causal(ids(5)));

  private static int[] ids(int count) {
    return IntStream.range(0, count).map(i -> (7 * i + 3) % RandomModels.VOCABULARY).toArray();
  }

  private static TokenSequence hybrid(int count, int from, int to) {
    boolean[] span = new boolean[count];
    IntStream.range(from, to).forEach(i -> span[i] = true);
    return TokenSequence.hybrid(ids(count), span);
  }

  private static List<int[]> all(TokenBatch batch) {
    return batch.sequences().stream()
        .map(each -> IntStream.range(0, each.length()).toArray())
        .toList();
  }

  @Test
  void rowsAreAsLongAsAMultipleAndTokensStayWhereTheyAre() {
    TokenBatch batch = TokenBatch.packed(TEXTS, 0);
    TokenBatch rounded = batch.ofRowsIn(8);
    assertEquals(11, batch.length());
    assertEquals(16, rounded.length());
    assertEquals(batch.rows(), rounded.rows());
    assertEquals(batch.place(0, 3), rounded.place(0, 3), "in the first row");
    assertSame(rounded, rounded.ofRowsIn(8));
    assertSame(batch, batch.ofRowsIn(1));
  }

  /** A mask costs more than a length that is no multiple. */
  @Test
  void rowsThatNeedNoMaskGetNone() {
    TokenBatch whole = TokenBatch.padded(List.of(TEXTS.get(1), TEXTS.get(1)), 0);
    assertSame(whole, whole.ofRowsIn(8));
    TokenBatch causal = TokenBatch.padded(List.of(TEXTS.get(2), TEXTS.get(2)), 0);
    assertEquals(8, causal.ofRowsIn(8).length(), "padding on the right needs none");
  }

  /** Passes of a model, each over the texts packed, padded and causal. */
  @ParameterizedTest
  @MethodSource("magnet.model.RandomModels#families")
  void outputsAreTheSame(String family) {
    List<TokenBatch> batches = new ArrayList<>();
    batches.add(TokenBatch.packed(TEXTS, 0));
    batches.add(TokenBatch.padded(TEXTS, 4));
    batches.add(TokenBatch.padded(List.of(TEXTS.get(2), TokenSequence.causal(ids(3))), 0));
    try (Decoder decoder = RandomModels.decoder(RandomModels.architecture(family, 2));
        LanguageModel plain = LanguageModel.of(decoder);
        LanguageModel rounding = plain.withRowsIn(8)) {
      for (TokenBatch batch : batches) {
        assertSameNumbers(plain, rounding, model -> hidden(model, batch));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Attention.class)
  void soAreGradients(Attention way) {
    try (Decoder decoder = RandomModels.decoder(RandomModels.architecture("llama", 2))) {
      float[] plain = gradients(decoder, way, 1, false);
      assertArrayEquals(plain, gradients(decoder, way, 8, false), 2e-4f);
      assertArrayEquals(plain, gradients(decoder, way, 8, true), 2e-4f);
    }
  }

  private static void assertSameNumbers(
      LanguageModel plain, LanguageModel rounding, Function<LanguageModel, float[]> of) {
    assertArrayEquals(of.apply(plain), of.apply(rounding), 2e-4f);
  }

  private static float[] hidden(LanguageModel model, TokenBatch batch) {
    try (NDManager scope = model.newScope()) {
      return model.hiddenStates(scope, batch, all(batch)).toFloatArray();
    }
  }

  /** Those of one B, which begins as zero, after a pass whose layers are recomputed or not. */
  private static float[] gradients(Decoder decoder, Attention way, int rowsIn, boolean recomputed) {
    AdapterConfig config = new AdapterConfig(4, 8, 0, List.of(AdapterConfig.ALL_LINEAR), false);
    TokenBatch batch = TokenBatch.packed(TEXTS, 0);
    try (LoraFactors lora = LoraFactors.fresh(config, decoder, 3);
        LanguageModel adapted = LanguageModel.of(decoder, lora);
        LanguageModel attending = adapted.withAttention(way);
        LanguageModel model = attending.withRowsIn(rowsIn);
        NDManager scope = model.newScope();
        GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
      if (recomputed) {
        DecoderKernel.KeptPass kept = model.keptPass(scope, batch, all(batch), Dropout.NONE);
        collector.backward(kept.objective(scope, kept.hidden().square().mean()));
      } else {
        collector.backward(
            model.trainingPass(scope, batch, all(batch), Dropout.NONE).square().mean());
      }
      return LoraArrays.of(lora).get(1).getGradient().toFloatArray();
    }
  }
}
