package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real language model of 135 million weights is the same here as in transformers, and learns. */
@Tag("real")
class SmolLm2Test {

  private static final Path MODEL =
      Path.of(System.getProperty("user.home"), ".cache", "magnet-lite", "models", "smollm2-135m");
  private static final Loading FLOAT32 = Loading.auto().precision("float32").device("cpu");
  private static final String TEXT = "The castle stood on a hill above the river.";
  private static final double EXACT = 1e-3; // of the largest logit

  @TempDir Path folder;

  @BeforeAll
  static void modelIsThere() {
    assumeTrue(Files.isDirectory(MODEL), MODEL + " is not there");
  }

  @Test
  @Tag("peer")
  void transformersComputesTheSameLogits() throws IOException {
    try (Magnet model = Magnet.load(MODEL, FLOAT32)) {
      int[] ids = model.encode(TEXT);
      boolean[] span = new boolean[ids.length];
      Arrays.fill(span, 3, 6, true);
      JsonObject theirs =
          ask(Map.of("do", "logits", "model", MODEL.toString(), "ids", ids, "span", span));
      Map.of(
              "causal", AttentionPattern.causal(ids.length),
              "bidirectional", AttentionPattern.bidirectional(ids.length),
              "hybrid", AttentionPattern.hybrid(span))
          .forEach(
              (name, pattern) -> {
                float[][] ours = model.logits(ids, pattern);
                JsonArray rows = theirs.getAsJsonArray(name);
                for (int t = 0; t < ids.length; t++) {
                  float[] row = new Gson().fromJson(rows.get(t), float[].class);
                  double largest = 0;
                  for (float logit : row) {
                    largest = Math.max(largest, Math.abs(logit));
                  }
                  float most = (float) (EXACT * largest);
                  assertArrayEquals(row, ours[t], most, name + ", token " + t);
                }
              });
    }
  }

  @Test
  @Tag("peer")
  void transformersWritesTheSame() throws IOException {
    String begin = "The castle was built in";
    JsonObject theirs =
        ask(Map.of("do", "write", "model", MODEL.toString(), "text", begin, "tokens", 24));
    try (Magnet model = Magnet.load(MODEL, FLOAT32)) {
      String ours = model.generate(begin, Generating.tokens(24)).text();
      assertEquals(theirs.get("text").getAsString(), ours);
      assertTrue(ours.length() > begin.length() + 24, ours);
    }
  }

  @Test
  void threeStepsTeachItAllThreeObjectives() {
    Corpus corpus = Corpus.wikitext(Shared.path("data/wikitext-2/test.txt")).limit(60);
    try (Magnet base = Magnet.load(MODEL, Loading.auto().device("cpu"));
        Magnet model =
            Magnet.adapt(base)
                .on(corpus)
                .steps(3)
                .batch(6)
                .maxTokens(32)
                .learningRate(1e-3)
                .quiet()
                .train()) {
      assertEquals(List.of("mntp", "sscl", "msg"), model.history().objectives());
      assertTrue(model.logitDifference(base, TEXT) > 0.01);
      double before = base.infillPerplexity(TEXT, 11, 16);
      double after = model.infillPerplexity(TEXT, 11, 16);
      assertTrue(after < before, before + " -> " + after + " with both sides in view");
    }
  }

  private JsonObject ask(Map<String, Object> job) throws IOException {
    Path file = folder.resolve("jobs.json");
    Files.writeString(file, new Gson().toJson(List.of(job)));
    return Peer.run("models.py", Map.of(), file).getAsJsonArray("results").get(0).getAsJsonObject();
  }
}
