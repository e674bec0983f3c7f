package magnet.eval.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import magnet.Shared;
import magnet.eval.Perplexity;
import magnet.infer.Likelihood;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Every metric equals the numbers of scipy, scikit-learn, torch and seqeval's rules. */
class MetricGoldensTest {

  /** The files' numbers have 12 digits; those above 1 are compared by their digits. */
  private static final double TOLERANCE = 1e-9;

  private interface Check {
    void against(JsonObject inputs, JsonObject expected);
  }

  private static final Map<String, Check> CHECKS = checks();

  private static Map<String, Check> checks() {
    Map<String, Check> checks = new LinkedHashMap<>();
    checks.put("correlation", MetricGoldensTest::correlation);
    checks.put("rank", MetricGoldensTest::rank);
    checks.put("sts", MetricGoldensTest::sts);
    checks.put("entity_f1", MetricGoldensTest::spans);
    checks.put("v_measure", MetricGoldensTest::vMeasure);
    checks.put("rep_n", MetricGoldensTest::repN);
    checks.put("rep_sen", MetricGoldensTest::repSen);
    checks.put("rep_n_corpus", MetricGoldensTest::meanRep4);
    checks.put("perplexity", MetricGoldensTest::perplexity);
    return checks;
  }

  @TestFactory
  Stream<DynamicTest> metricsEqualTheGoldens() throws IOException {
    JsonObject cases =
        new Gson()
            .fromJson(Files.readString(Shared.path("golden/metrics.json")), JsonObject.class)
            .getAsJsonObject("cases");
    List<DynamicTest> tests = new ArrayList<>();
    CHECKS.forEach(
        (kind, check) ->
            cases.getAsJsonArray(kind).asList().stream()
                .map(JsonElement::getAsJsonObject)
                .forEach(
                    each -> {
                      Executable run =
                          () ->
                              check.against(
                                  each.getAsJsonObject("inputs"), each.getAsJsonObject("expected"));
                      tests.add(dynamicTest(kind + ": " + each.get("name").getAsString(), run));
                    }));
    return tests.stream();
  }

  private static void correlation(JsonObject inputs, JsonObject expected) {
    double[] x = doubles(inputs.get("x"));
    double[] y = doubles(inputs.get("y"));
    same(expected.get("pearson"), Correlation.pearson(x, y));
    same(expected.get("spearman"), Correlation.spearman(x, y));
    int[] each = new int[x.length];
    Arrays.setAll(each, i -> i);
    same(expected.get("spearman"), new ResampledSpearman(x, y).of(each));
  }

  private static void rank(JsonObject inputs, JsonObject expected) {
    assertArrayEquals(
        doubles(expected.get("ranks")), Correlation.ranks(doubles(inputs.get("values"))));
  }

  private static void sts(JsonObject inputs, JsonObject expected) {
    Gson gson = new Gson();
    float[][] first = gson.fromJson(inputs.get("first"), float[][].class);
    float[][] second = gson.fromJson(inputs.get("second"), float[][].class);
    double[] cosines = new double[first.length];
    Arrays.setAll(cosines, i -> Cosine.of(first[i], second[i]));
    // The vectors are float32 here, as a model's are, and float64 there.
    assertArrayEquals(doubles(expected.get("cosine")), cosines, 1e-7);
    same(expected.get("spearman"), Correlation.spearman(cosines, doubles(inputs.get("gold"))));
  }

  private static void spans(JsonObject inputs, JsonObject expected) {
    SpanScores scores = SpanScores.of(tags(inputs.get("true")), tags(inputs.get("pred")));
    same(expected.getAsJsonObject("micro"), scores.micro());
    same(expected.getAsJsonObject("per_type"), scores.perType());
  }

  private static void same(JsonObject expected, Map<String, PrecisionRecall> counts) {
    assertEquals(expected.keySet(), counts.keySet());
    counts.forEach(
        (label, count) -> {
          same(expected.getAsJsonObject(label), count);
          assertEquals(expected.getAsJsonObject(label).get("support").getAsLong(), count.there());
        });
  }

  private static void same(JsonObject expected, PrecisionRecall counts) {
    same(expected.get("precision"), counts.precision());
    same(expected.get("recall"), counts.recall());
    same(expected.get("f1"), counts.f1());
  }

  private static void vMeasure(JsonObject inputs, JsonObject expected) {
    VMeasure measure = VMeasure.of(strings(inputs.get("true")), strings(inputs.get("pred")));
    same(expected.get("homogeneity"), measure.homogeneity());
    same(expected.get("completeness"), measure.completeness());
    same(expected.get("v_measure"), measure.value());
  }

  private static void repN(JsonObject inputs, JsonObject expected) {
    List<String> tokens = strings(inputs.get("tokens"));
    for (int n = 1; n <= 4; n++) {
      same(expected.get("rep_" + n), RepeatedShare.ofNgrams(tokens, n));
    }
  }

  private static void repSen(JsonObject inputs, JsonObject expected) {
    same(expected.get("rep_sen"), RepeatedShare.ofSentences(strings(inputs.get("sentences"))));
  }

  private static void meanRep4(JsonObject inputs, JsonObject expected) {
    double mean =
        tags(inputs.get("texts")).stream()
            .mapToDouble(tokens -> RepeatedShare.ofNgrams(tokens, 4))
            .average()
            .orElseThrow();
    same(expected.get("mean_rep_4"), mean);
  }

  private static void perplexity(JsonObject inputs, JsonObject expected) {
    List<Likelihood> texts = new ArrayList<>();
    if (expected.has("token_nll")) {
      for (JsonElement row : expected.getAsJsonArray("token_nll")) {
        double[] losses = doubles(row);
        texts.add(new Likelihood(-Arrays.stream(losses).sum(), losses.length));
      }
    } else {
      double[] logs = doubles(inputs.get("log_probs"));
      texts.add(new Likelihood(Arrays.stream(logs).sum(), logs.length));
    }
    double corpus = expected.get("corpus").getAsDouble();
    assertEquals(corpus, Perplexity.of(texts), corpus * 1e-11);
  }

  private static void same(JsonElement expected, double actual) {
    assertEquals(expected.isJsonNull() ? Double.NaN : expected.getAsDouble(), actual, TOLERANCE);
  }

  private static double[] doubles(JsonElement array) {
    return new Gson().fromJson(array, double[].class);
  }

  private static List<String> strings(JsonElement array) {
    return array.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
  }

  private static List<List<String>> tags(JsonElement rows) {
    JsonArray array = rows.getAsJsonArray();
    return array.asList().stream().map(MetricGoldensTest::strings).toList();
  }
}
