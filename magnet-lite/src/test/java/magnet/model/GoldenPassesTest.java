package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.kernel.DecoderKernel.Attention;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logits, hidden states and greedy tokens equal Hugging Face transformers'. */
class GoldenPassesTest {

  private static final float TOLERANCE = 1e-4f;

  /** Runs a check with each way to compute attention: both must give the same numbers. */
  private static void withModel(String family, Check check) {
    Golden golden = Golden.ofCheckpoint(family);
    try (Decoder decoder = Decoder.load(golden.checkpoint(), Precision.FLOAT32, Device.cpu());
        LanguageModel model = LanguageModel.of(decoder)) {
      for (Attention way : new Attention[] {Attention.FUSED, Attention.PLAIN}) {
        try (LanguageModel with = model.withAttention(way);
            NDManager scope = with.newScope()) {
          check.run(golden, with, scope);
        }
      }
    }
  }

  private interface Check {
    void run(Golden golden, LanguageModel model, NDManager scope);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama_mha",
        "llama_gqa_rope3",
        "llama_bf16_sharded",
        "mistral",
        "mistral_swa",
        "qwen2",
        "qwen3",
        "gemma2",
        "gemma3",
        "gpt2"
      })
  void logitsAndStatesUnderEveryPattern(String family) {
    withModel(
        family,
        (golden, model, scope) -> {
          int[] ids = Golden.ints(golden.at("single").get("input_ids"));
          for (String pattern :
              List.of("causal", "bidirectional", "hybrid", "hybrid_trailing_span")) {
            JsonObject expected = golden.at("single", pattern);
            boolean[] span = Golden.spans(expected.get("spans"), ids.length);
            TokenSequence sequence =
                pattern.equals("causal")
                    ? TokenSequence.causal(ids)
                    : TokenSequence.hybrid(ids, span);
            int[] all = IntStream.range(0, ids.length).toArray();
            // A 4D mask stands in for the window in transformers; the causal case has none.
            int window = pattern.equals("causal") ? model.architecture().slidingWindow() : 0;
            TokenBatch batch = TokenBatch.padded(List.of(sequence), window);
            NDArray logits = model.logits(scope, batch, List.of(all));
            for (JsonElement at : expected.getAsJsonArray("logits")) {
              int position = at.getAsJsonObject().get("position").getAsInt();
              assertArrayEquals(
                  Golden.floats(at.getAsJsonObject().get("values")),
                  logits.get(position).toFloatArray(),
                  TOLERANCE,
                  () -> family + " " + pattern + " logits at " + position);
            }
            assertArrayEquals(
                Golden.ints(expected.get("argmax")),
                Arrays.stream(logits.argMax(1).toLongArray()).mapToInt(i -> (int) i).toArray());
            assertStates(expected.getAsJsonObject("states"), model.residualStream(scope, batch));
          }
        });
  }

  private static void assertStates(JsonObject expected, NDList states) {
    List<String> names = new ArrayList<>(expected.keySet());
    assertEquals(names.size(), states.size());
    for (int i = 0; i < names.size(); i++) {
      JsonObject state = expected.getAsJsonObject(names.get(i));
      float[] values = states.get(i).toFloatArray();
      double squares = 0;
      double sum = 0;
      for (float value : values) {
        squares += (double) value * value;
        sum += value;
      }
      String name = names.get(i);
      assertEquals(state.get("l2").getAsDouble(), Math.sqrt(squares), 1e-3, name);
      assertEquals(state.get("sum").getAsDouble(), sum, 2e-2, name);
      assertArrayEquals(
          Golden.floats(state.get("first4")), Arrays.copyOf(values, 4), TOLERANCE, name);
      assertArrayEquals(
          Golden.floats(state.get("last4")),
          Arrays.copyOfRange(values, values.length - 4, values.length),
          TOLERANCE,
          name);
    }
  }
}
