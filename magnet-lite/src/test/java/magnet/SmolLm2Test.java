package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import magnet.eval.TextSpans;
import magnet.infer.Likelihood;
import magnet.infer.TextSpan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real language model of 135 million weights is the same here as in transformers, and learns. */
@Tag("real")
class SmolLm2Test {

  private static final Loading FLOAT32 = Loading.auto().precision("float32").device("cpu");
  private static final String TEXT = "The castle stood on a hill above the river.";
  private static final double EXACT = 1e-3; // of the largest logit

  @TempDir Path folder;

  private static Path smollm2;

  @BeforeAll
  static void find() {
    smollm2 = Shared.model("smollm2-135m");
  }

  @Test
  @Tag("peer")
  void transformersComputesTheSameLogits() {
    try (Magnet model = Magnet.load(smollm2, FLOAT32)) {
      int[] ids = model.encode(TEXT);
      boolean[] span = new boolean[ids.length];
      Arrays.fill(span, 3, 6, true);
      JsonObject theirs =
          ask(Map.of("do", "logits", "model", smollm2.toString(), "ids", ids, "span", span));
      Peer.assertLogits(model, theirs, ids, span, largest -> EXACT * largest, "SmolLM2");
    }
  }

  @Test
  @Tag("peer")
  void transformersWritesTheSame() {
    String begin = "The castle was built in";
    JsonObject theirs =
        ask(Map.of("do", "write", "model", smollm2.toString(), "text", begin, "tokens", 24));
    try (Magnet model = Magnet.load(smollm2, FLOAT32)) {
      String ours = model.generate(begin, Generating.tokens(24)).text();
      assertEquals(theirs.get("text").getAsString(), ours);
      assertTrue(ours.length() > begin.length() + 24, ours);
    }
  }

  /**
   * The reason for {@link Loading#bos}: nothing is trained here, and yet the right side becomes a
   * help once the first token is one on which attention can rest, whatever that token sees.
   */
  @Test
  void theTokenBetweenDocumentsLetsItReadBothWays() {
    Corpus corpus = Corpus.wikitext(Shared.path("data/wikitext-2/test.txt")).limit(12);
    List<TextSpan> spans = TextSpans.ofWords(corpus.documents(), 8, 32, 80, 1);
    double[] without = surprise(spans, FLOAT32);
    double[] with = surprise(spans, FLOAT32.bos("<|endoftext|>"));
    String figures = Arrays.toString(without) + " -> " + Arrays.toString(with);
    assertTrue(with[0] < without[0], "left side alone: " + figures);
    assertTrue(with[1] < without[1] - 0.3, "both sides, 0.3 nats and more: " + figures);
    assertTrue(with[1] < with[0], "the right side helps: " + figures);
  }

  /** Nats a token of missing spans: from the left, and with both sides in view. */
  private static double[] surprise(List<TextSpan> spans, Loading how) {
    try (Magnet model = Magnet.load(smollm2, how)) {
      return new double[] {
        nats(model.scorer().spansFromTheLeft(spans)), nats(model.scorer().spansFromBothSides(spans))
      };
    }
  }

  private static double nats(List<Likelihood> of) {
    return -of.stream().reduce(Likelihood::plus).orElseThrow().perToken();
  }

  @Test
  void threeStepsTeachItAllThreeObjectives() {
    Corpus corpus = Corpus.wikitext(Shared.path("data/wikitext-2/test.txt")).limit(60);
    try (Magnet base = Magnet.load(smollm2, Loading.auto().device("cpu"));
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

  private JsonObject ask(Map<String, Object> job) {
    return Peer.models(folder, List.of(job)).get(0);
  }
}
