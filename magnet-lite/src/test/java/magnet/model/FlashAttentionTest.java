package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.util.List;
import java.util.SplittableRandom;
import magnet.Shared;
import magnet.kernel.DecoderKernel.Attention;
import magnet.kernel.TorchRuntime;
import magnet.model.checkpoint.AdapterConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On a GPU: flash attention text by text is what is taken, and gives what attention with masks
 * gives. {@link ByTextTest} holds the same layout on a CPU.
 */
@Tag("gpu")
class FlashAttentionTest {

  private static final double TOLERANCE = 2e-2; // of bfloat16, relative

  private static final AdapterConfig CONFIG =
      new AdapterConfig(4, 8, 0, List.of(AdapterConfig.ALL_LINEAR), false);

  private static Device gpu() {
    assumeTrue(
        TorchRuntime.choice().startsWith("gpu"), () -> "there is no GPU: " + TorchRuntime.choice());
    return Device.gpu();
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama_gqa_rope3", "mistral_swa", "gemma3", "qwen3", "gpt2"})
  void givesTheStatesAndGradientsOfMasks(String name) {
    Device gpu = gpu();
    try (Decoder decoder =
            Decoder.load(
                Shared.path("golden/checkpoints/" + name),
                Precision.BFLOAT16,
                Quantisation.NONE,
                gpu);
        LoraFactors lora = LoraFactors.fresh(CONFIG, decoder, 7);
        LanguageModel fastest = LanguageModel.of(decoder, lora)) {
      assertTrue(decoder.attention().startsWith("flash attention"), decoder.attention());
      SplittableRandom random = new SplittableRandom(9);
      for (int trial = 0; trial < 6; trial++) {
        List<TokenSequence> texts = MaskKernelTest.texts(random);
        TokenBatch batch = TokenBatch.packed(texts, decoder.architecture().slidingWindow());
        try (LanguageModel byText = fastest.withAttention(Attention.BY_TEXT);
            LanguageModel masks = fastest.withAttention(Attention.PLAIN)) {
          List<float[]> expected = ByTextTest.learnt(masks, LoraArrays.of(lora), batch, false);
          assertNear(expected, ByTextTest.learnt(byText, LoraArrays.of(lora), batch, false));
          assertNear(expected, ByTextTest.learnt(fastest, LoraArrays.of(lora), batch, true));
        }
      }
    }
  }

  private static void assertNear(List<float[]> expected, List<float[]> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      double difference = 0;
      double size = 0;
      for (int at = 0; at < expected.get(i).length; at++) {
        difference += Math.pow(expected.get(i)[at] - found.get(i)[at], 2);
        size += Math.pow(expected.get(i)[at], 2);
      }
      assertTrue(
          Math.sqrt(difference) <= TOLERANCE * Math.sqrt(size),
          "array " + i + " is off by " + Math.sqrt(difference / size));
    }
  }
}
