package magnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits, hidden states and greedy tokens equal Hugging Face transformers'. */
class GoldenPassesTest {

  private static final float TOLERANCE = 1e-4f;
  private static final double BFLOAT16_TOLERANCE = 2e-2;

  /** Runs a check with each way to compute attention: all must give the same numbers. */
  private static void withModel(String family, Precision precision, Check check) {
    Golden golden = Golden.ofCheckpoint(family);
    try (Decoder decoder =
            Decoder.load(golden.checkpoint(), precision, Quantisation.NONE, Device.cpu());
        LanguageModel model = LanguageModel.of(decoder)) {
      for (Attention way : FamilyFixturesTest.ways(decoder)) {
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

  private static final List<String> PATTERNS =
      List.of("causal", "bidirectional", "hybrid", "hybrid_trailing_span");

  /** One text of a golden checkpoint under one pattern. */
  private record Pass(JsonObject expected, int[] ids, TokenBatch batch) {

    static Pass of(Golden golden, LanguageModel model, String pattern) {
      int[] ids = Golden.ints(golden.at("single").get("input_ids"));
      JsonObject expected = golden.at("single", pattern);
      boolean[] span = Golden.spans(expected.get("spans"), ids.length);
      boolean causal = pattern.equals("causal");
      TokenSequence text = causal ? TokenSequence.causal(ids) : TokenSequence.hybrid(ids, span);
      // A 4D mask stands in for the window in transformers; the causal case has none.
      int window = causal ? model.architecture().slidingWindow() : 0;
      return new Pass(expected, ids, TokenBatch.padded(List.of(text), window));
    }

    NDArray logits(NDManager scope, LanguageModel model) {
      return model.logits(scope, batch, List.of(IntStream.range(0, ids.length).toArray()));
    }
  }

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void logitsAndStatesUnderEveryPattern(String family) {
    withModel(
        family,
        Precision.FLOAT32,
        (golden, model, scope) -> {
          for (String pattern : PATTERNS) {
            Pass pass = Pass.of(golden, model, pattern);
            NDArray logits = pass.logits(scope, model);
            for (JsonElement at : pass.expected().getAsJsonArray("logits")) {
              int position = at.getAsJsonObject().get("position").getAsInt();
              assertArrayEquals(
                  Golden.floats(at.getAsJsonObject().get("values")),
                  logits.get(position).toFloatArray(),
                  TOLERANCE,
                  () -> family + " " + pattern + " logits at " + position);
            }
            assertArrayEquals(
                Golden.ints(pass.expected().get("argmax")),
                Arrays.stream(logits.argMax(1).toLongArray()).mapToInt(i -> (int) i).toArray());
            assertStates(
                pass.expected().getAsJsonObject("states"),
                model.residualStream(scope, pass.batch()));
          }
        });
  }

  /**
   * bfloat16 has 8 bits of fraction, and every operation loses the others: relative differences of
   * logits, in the root mean square over all that is golden.
   *
   * @param theirs the largest of the same differences of transformers 5.18 in bfloat16 (torch 2.13,
   *     eager). Where weights are stored in float32, rounding them is half of it already
   */
  @ParameterizedTest
  @CsvSource({
    "llama_mha, 0.0369",
    "llama_gqa_rope3, 0.0314",
    "llama_bf16_sharded, 0.0141",
    "mistral, 0.0208",
    "mistral_swa, 0.0251",
    "qwen2, 0.0361",
    "qwen3, 0.0216",
    "gemma2, 0.0152",
    "gemma3, 0.0162",
    "gpt2, 0.0114"
  })
  void bfloat16LosesNoMoreThanTransformersDoes(String family, double theirs) {
    withModel(
        family,
        Precision.BFLOAT16,
        (golden, model, scope) -> {
          for (String pattern : PATTERNS) {
            Pass pass = Pass.of(golden, model, pattern);
            double ours = relativeDifference(pass, pass.logits(scope, model));
            assertTrue(
                ours < Math.max(BFLOAT16_TOLERANCE, 1.25 * theirs),
                () -> family + " " + pattern + ": " + ours + ", transformers " + theirs);
          }
        });
  }

  private static double relativeDifference(Pass pass, NDArray logits) {
    double differences = 0;
    double squares = 0;
    for (JsonElement at : pass.expected().getAsJsonArray("logits")) {
      float[] expected = Golden.floats(at.getAsJsonObject().get("values"));
      float[] found = logits.get(at.getAsJsonObject().get("position").getAsInt()).toFloatArray();
      for (int i = 0; i < expected.length; i++) {
        differences += Math.pow(expected[i] - found[i], 2);
        squares += Math.pow(expected[i], 2);
      }
    }
    return Math.sqrt(differences / squares);
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
