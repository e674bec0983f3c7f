package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import magnet.Encoding;
import magnet.Pooling;
import magnet.infer.encoding.Encoder;
import magnet.infer.sampling.Greedy;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Continuations, fillings and sentence vectors equal those of Hugging Face transformers. */
class GoldenInferenceTest {

  private static final float TOLERANCE = 1e-4f;

  private static final Encoding RAW = Encoding.magnet().unnormalised();

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void greedyContinuation(String family) {
    Tiny.golden(
        family,
        tiny -> {
          JsonObject greedy = tiny.golden("greedy");
          int[] expected = Tiny.ints(greedy.get("continuation"));
          Decoding decoding =
              new Decoding(expected.length, List.of(), false, prompt -> new Greedy());
          Continuation found =
              new CausalGenerator(tiny.model(), tiny.frame())
                  .continueTokens(List.of(Tiny.ints(greedy.get("prompt"))), decoding, null)
                  .get(0);
          assertArrayEquals(expected, found.tokens());
          assertEquals(Ending.TOKEN_LIMIT, found.ending());
        });
  }

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void filledSpan(String family) {
    Tiny.goldenWithoutWindow(
        family,
        tiny -> {
          JsonObject infill = tiny.golden("infill");
          int[] expected = Tiny.ints(infill.get("span"));
          List<int[]> context =
              List.of(Tiny.ints(infill.get("left")), Tiny.ints(infill.get("right")));
          SpanTokens found =
              Blanks.filled(
                      new HybridInfiller(tiny.model(), tiny.frame()),
                      context,
                      List.of(new int[] {expected.length}),
                      attempt -> new Greedy())
                  .get(0);
          assertArrayEquals(expected, found.spans().get(0));
        });
  }

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void sentenceVectors(String family) {
    Tiny.goldenWithoutWindow(
        family,
        tiny -> {
          JsonObject batch = tiny.golden("right_padded_batch");
          List<FramedText> rows = Tiny.rows(batch).stream().map(Tiny::bare).toList();
          assertVectors(batch.get("last_token"), encode(tiny, RAW, rows));
          assertVectors(batch.get("mean"), encode(tiny, RAW.pooling(Pooling.MEAN), rows));
          float[][] unit = encode(tiny, Encoding.magnet(), rows);
          assertCosines(batch.get("cosine_of_last_token"), unit);
        });
  }

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void hybridLogitsOfAPaddedAndOfAPackedBatch(String family) {
    Tiny.golden(
        family,
        tiny -> {
          JsonObject batch = tiny.golden("hybrid_padded_batch");
          List<int[]> rows = Tiny.rows(batch);
          List<TokenSequence> sequences = new ArrayList<>();
          for (int row = 0; row < rows.size(); row++) {
            boolean[] span = new boolean[rows.get(row).length];
            for (JsonElement range : batch.getAsJsonArray("spans").get(row).getAsJsonArray()) {
              Arrays.fill(span, Tiny.ints(range)[0], Tiny.ints(range)[1], true);
            }
            sequences.add(TokenSequence.hybrid(rows.get(row), span));
          }
          for (JsonElement each : batch.getAsJsonArray("logits")) {
            JsonObject at = each.getAsJsonObject();
            List<int[]> wanted = new ArrayList<>(Collections.nCopies(rows.size(), new int[0]));
            wanted.set(at.get("row").getAsInt(), new int[] {at.get("position").getAsInt()});
            for (TokenBatch way :
                List.of(TokenBatch.padded(sequences, 0), TokenBatch.packed(sequences, 0))) {
              try (NDManager scope = tiny.model().newScope()) {
                assertArrayEquals(
                    Tiny.floats(at.get("values")),
                    tiny.model().logits(scope, way, wanted).toFloatArray(),
                    TOLERANCE);
              }
            }
          }
        });
  }

  private static float[][] encode(Tiny tiny, Encoding options, List<FramedText> rows) {
    return new Encoder(tiny.model(), tiny.frame(), options).encodeFramed(rows);
  }

  private static void assertVectors(JsonElement expected, float[][] found) {
    JsonArray rows = expected.getAsJsonArray();
    assertEquals(rows.size(), found.length);
    for (int row = 0; row < found.length; row++) {
      assertArrayEquals(Tiny.floats(rows.get(row)), found[row], TOLERANCE);
    }
  }

  private static void assertCosines(JsonElement expected, float[][] unit) {
    for (int i = 0; i < unit.length; i++) {
      float[] row = Tiny.floats(expected.getAsJsonArray().get(i));
      for (int j = 0; j < unit.length; j++) {
        double cosine = 0;
        for (int d = 0; d < unit[i].length; d++) {
          cosine += unit[i][d] * unit[j][d];
        }
        assertEquals(row[j], cosine, TOLERANCE);
      }
    }
  }
}
