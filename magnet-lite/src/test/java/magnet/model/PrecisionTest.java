package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionTest {

  /**
   * 8 bits of fraction, rounded in every operation of random layers: 1 to 3 % in the root mean
   * square, as transformers' own bfloat16 passes of these checkpoints (3.0 % of llama_mha, 1.0 % of
   * gpt2).
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama_mha",
        "llama_gqa_rope3",
        "llama_bf16_sharded",
        "mistral",
        "qwen2",
        "qwen3",
        "gemma2",
        "gemma3",
        "gpt2"
      })
  void bfloat16LogitsAreNearThoseOfFloat32(String family) {
    Golden golden = Golden.ofCheckpoint(family);
    int[] ids = Golden.ints(golden.at("single").get("input_ids"));
    boolean[] span = Golden.spans(golden.at("single", "hybrid").get("spans"), ids.length);
    float[] exact = logits(golden, Precision.FLOAT32, TokenSequence.hybrid(ids, span));
    float[] small = logits(golden, Precision.BFLOAT16, TokenSequence.hybrid(ids, span));
    double squares = 0;
    double differences = 0;
    for (int i = 0; i < exact.length; i++) {
      squares += (double) exact[i] * exact[i];
      differences += Math.pow(exact[i] - small[i], 2);
    }
    double relative = Math.sqrt(differences / squares);
    assertTrue(relative < 3.5e-2, () -> family + ": relative difference " + relative);
    assertTrue(relative > 0, "bfloat16 cannot be exact here");
  }

  private static float[] logits(Golden golden, Precision precision, TokenSequence sequence) {
    try (Decoder decoder =
            Decoder.load(golden.checkpoint(), precision, Quantisation.NONE, Device.cpu());
        LanguageModel model = LanguageModel.of(decoder);
        NDManager scope = model.newScope()) {
      int[] all = IntStream.range(0, sequence.length()).toArray();
      return model
          .logits(scope, TokenBatch.padded(List.of(sequence), 0), List.of(all))
          .toFloatArray();
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Precision.of("fp8")).getMessage();
    assertEquals("Precision \"fp8\" is not known; expected float32 or bfloat16.", message);
  }

  @Test
  void storedFloat32StaysFloat32() {
    assertEquals(Precision.FLOAT32, Precision.forStored("F32", Device.cpu()));
    assertEquals(Precision.FLOAT32, Precision.forStored("F16", Device.cpu()));
  }

  /** A processor may have instructions for bfloat16 and be slower with them all the same. */
  @Test
  void storedBfloat16StaysWhereTheCpuIsFasterWithIt() {
    boolean faster = Precision.costOnCpu().filter(cost -> cost < 1).isPresent();
    assertEquals(
        faster ? Precision.BFLOAT16 : Precision.FLOAT32, Precision.forStored("BF16", Device.cpu()));
  }

  @Test
  void whatBfloat16CostsAProcessorIsMeasuredOnceAndKept(@TempDir Path temporary)
      throws IOException {
    Path folder = temporary.resolve("new");
    double cost = Precision.costKeptIn(folder, "a processor");
    assertEquals(cost, Precision.costKeptIn(folder, "a processor"), 5e-4);
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    Files.writeString(file, "0.250 times as long");
    assertEquals(0.25, Precision.costKeptIn(folder, "a processor"));
    assertNotEquals(0.25, Precision.costKeptIn(folder, "another"));
    Files.writeString(file, "torn");
    double again = Precision.costKeptIn(folder, "a processor");
    assertEquals(again, Precision.costKeptIn(folder, "a processor"), 5e-4, "and kept once more");
  }

  @Test
  void whereNothingCanBeKeptItIsMeasuredAllTheSame(@TempDir Path temporary) throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "not a folder");
    assertTrue(Precision.costKeptIn(file.resolve("below"), "a processor") > 0);
  }

  @Test
  void whatAPrecisionCostsIsMeasured() {
    double none = Precision.FLOAT32.costOn(Device.cpu());
    assertTrue(none > 0.2 && none < 5, "float32 against itself: " + none);
    double cost = Precision.BFLOAT16.costOn(Device.cpu());
    assertTrue(cost > 0.05 && cost < 500, "bfloat16: " + cost);
  }
}
