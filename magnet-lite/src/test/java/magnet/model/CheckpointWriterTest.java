package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import magnet.Shared;
import magnet.io.KeyedReader;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.Checkpoint;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.checkpoint.TensorInfo;
import magnet.model.tokenizer.TextTokenizer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved model is the model; a merged one computes what the adapted one computed. */
class CheckpointWriterTest {

  private static final int[] IDS = {1, 27, 149, 105, 132, 79, 105, 54};

  @ParameterizedTest
  @CsvSource({
    "llama_mha,FLOAT32",
    "llama_gqa_rope3,FLOAT32",
    "llama_bf16_sharded,BFLOAT16",
    "mistral,BFLOAT16",
    "qwen2,FLOAT32",
    "qwen3,FLOAT32",
    "gemma2,FLOAT32",
    "gemma3,BFLOAT16",
    "gpt2,FLOAT32",
    "gpt2,BFLOAT16"
  })
  void whatIsSavedIsWhatWasThereToTheBit(String family, Precision precision, @TempDir Path folder) {
    Path checkpoint = Shared.path("golden/checkpoints/" + family);
    Path words = Shared.path("models/stories260K");
    try (Decoder decoder = Decoder.load(checkpoint, precision, Quantisation.NONE, Device.cpu());
        TextTokenizer tokenizer = TextTokenizer.load(words)) {
      CheckpointWriter.write(folder, decoder, tokenizer, List.of(2, 1), stage -> {});
      try (Decoder again = Decoder.load(folder, precision, Quantisation.NONE, Device.cpu());
          TextTokenizer saved = TextTokenizer.load(folder);
          Checkpoint stored = Checkpoint.open(folder)) {
        assertEquals(decoder.architecture(), again.architecture());
        assertArrayEquals(logits(LanguageModel.of(decoder)), logits(LanguageModel.of(again)));
        assertArrayEquals(tokenizer.encode("a cat").ids(), saved.encode("a cat").ids());
        assertSameTensors(checkpoint, stored, precision);
      }
      assertEquals(
          List.of(2, 1),
          KeyedReader.json(folder.resolve("generation_config.json")).wholes("eos_token_id"));
    }
  }

  private static void assertSameTensors(Path original, Checkpoint stored, Precision precision) {
    try (Checkpoint before = Checkpoint.open(original)) {
      assertEquals(before.names(), stored.names());
      for (String name : before.names()) {
        TensorInfo info = before.info(name);
        if (info.dtype().equals(precision.stored())) {
          ByteBuffer expected = before.map(name, 0, (int) info.length());
          assertEquals(expected, stored.map(name, 0, (int) info.length()), name);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama_gqa_rope3", "qwen2", "mistral", "gemma2", "gemma3", "gpt2"})
  void mergedEqualsAdapted(String family) {
    Path checkpoint = Shared.path("golden/checkpoints/" + family);
    float[] expected;
    Decoder merged;
    try (Decoder decoder =
            Decoder.load(checkpoint, Precision.FLOAT32, Quantisation.NONE, Device.cpu());
        LoraFactors lora = randomAdapter(decoder)) {
      expected = logits(LanguageModel.of(decoder, lora));
      merged = MergedDecoder.of(decoder, lora);
    }
    try (merged) { // stands on its own: base and adapter are closed
      assertArrayEquals(expected, logits(LanguageModel.of(merged)), 1e-4f);
    }
  }

  private static LoraFactors randomAdapter(Decoder decoder) {
    AdapterConfig config = new AdapterConfig(3, 6, 0, List.of(AdapterConfig.ALL_LINEAR), false);
    SplittableRandom random = new SplittableRandom(5);
    Map<LoraSlot, float[]> values = new LinkedHashMap<>();
    try (LoraFactors fresh = LoraFactors.fresh(config, decoder, 1)) {
      fresh
          .values()
          .forEach(
              (slot, numbers) -> {
                float[] drawn = new float[numbers.length];
                for (int i = 0; i < drawn.length; i++) {
                  drawn[i] = (float) random.nextDouble(-0.3, 0.3);
                }
                values.put(slot, drawn);
              });
    }
    return LoraFactors.of(config, decoder, values);
  }

  private static float[] logits(LanguageModel model) {
    TokenBatch batch = TokenBatch.padded(List.of(TokenSequence.bidirectional(IDS)), 0);
    int[] all = new int[IDS.length];
    Arrays.setAll(all, i -> i);
    try (model;
        NDManager scope = model.newScope()) {
      return model.logits(scope, batch, List.of(all)).toFloatArray();
    }
  }
}
