package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import magnet.eval.metric.Correlation;
import magnet.eval.metric.RepeatedShare;
import magnet.eval.metric.ResampledSpearman;
import magnet.eval.metric.SpanScores;
import magnet.eval.metric.StandardError;
import magnet.eval.metric.TaggedSpan;
import magnet.eval.metric.VMeasure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the golden numbers do not say: corner cases, intervals, and what is refused. */
class MetricsTest {

  @Test
  void aConstantRowHasNoCorrelation() {
    double[] constant = {1, 1, 1, 1};
    double[] rising = {1, 2, 3, 4};
    assertEquals(Double.NaN, Correlation.pearson(constant, rising));
    assertEquals(Double.NaN, Correlation.spearman(constant, rising));
    assertEquals(Double.NaN, new ResampledSpearman(constant, rising).of(new int[] {0, 1, 2, 3}));
  }

  @Test
  void bothZerosAreOneNumber() {
    double[] x = {-0.0, 0.0, 1};
    double[] y = {2, 1, 3};
    double expected = Math.sqrt(0.75); // scipy's, of the ranks 1.5, 1.5, 3 and 2, 1, 3
    assertEquals(expected, new ResampledSpearman(x, y).of(new int[] {0, 1, 2}), 1e-12);
    assertEquals(expected, Correlation.spearman(x, y), 1e-12);
  }

  @Test
  void aResampledCorrelationIsThatOfTheDraw() {
    SplittableRandom random = new SplittableRandom(4);
    double[] x = random.doubles(50).map(v -> Math.round(8 * v)).toArray();
    double[] y = random.doubles(50).map(v -> Math.round(5 * v)).toArray();
    ResampledSpearman resampled = new ResampledSpearman(x, y);
    for (int draw = 0; draw < 20; draw++) {
      int[] drawn = random.ints(50, 0, 50).toArray();
      double expected =
          Correlation.spearman(
              Arrays.stream(drawn).mapToDouble(i -> x[i]).toArray(),
              Arrays.stream(drawn).mapToDouble(i -> y[i]).toArray());
      assertEquals(expected, resampled.of(drawn), 1e-12);
    }
  }

  @Test
  void tagsInIob1AndIob2AreTheSameSpans() {
    List<TaggedSpan> expected =
        List.of(
            new TaggedSpan("PER", 0, 1), new TaggedSpan("PER", 2, 2), new TaggedSpan("LOC", 3, 3));
    assertEquals(expected, TaggedSpan.of(List.of("I-PER", "I-PER", "B-PER", "I-LOC", "O")));
    assertEquals(expected, TaggedSpan.of(List.of("B-PER", "I-PER", "B-PER", "B-LOC", "O")));
    assertEquals(List.of(), TaggedSpan.of(List.of("O", "O")));
  }

  @Test
  void theBootstrapIntervalOfAMeanIsThatOfTheNormalDistribution() {
    double[] values = new double[400];
    Arrays.setAll(values, i -> i % 2); // mean 0.5, standard error 0.025
    Score score = Bootstrap.ofMean(mean -> Score.higher("share", mean), values);
    assertEquals(0.5 - 1.96 * 0.025, score.low(), 0.006);
    assertEquals(0.5 + 1.96 * 0.025, score.high(), 0.006);
    assertEquals(score, Bootstrap.ofMean(mean -> Score.higher("share", mean), values));
    assertEquals(0.025, StandardError.ofMean(values), 1e-4);
  }

  @Test
  void anotherSeedGivesAnotherInterval() {
    double[] values = {1, 2, 3, 5, 8, 13, 21, 34};
    Bootstrap.Interval one =
        Bootstrap.interval(8, drawn -> Arrays.stream(drawn).mapToDouble(i -> values[i]).sum(), 1);
    Bootstrap.Interval two =
        Bootstrap.interval(8, drawn -> Arrays.stream(drawn).mapToDouble(i -> values[i]).sum(), 2);
    assertTrue(!one.equals(two) && one.low() < 87 && 87 < one.high());
  }

  @Test
  void aScoreKnowsWhichWayIsBetter() {
    assertTrue(Score.higher("accuracy", 60).betterThan(Score.higher("accuracy", 50)));
    assertTrue(Score.lower("perplexity", 5).betterThan(Score.lower("perplexity", 6)));
    assertEquals("accuracy 60.00 [58.04, 61.96]", Score.higher("accuracy", 60).plusMinus(1) + "");
    assertEquals("perplexity 5.00", Score.lower("perplexity", 5).toString());
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertRefused("3 and 2 numbers", () -> Correlation.pearson(new double[3], new double[] {1, 2}));
    assertRefused("is NaN", () -> Correlation.ranks(new double[] {1, Double.NaN}));
    assertRefused(
        "\"PER\" does not tag", () -> SpanScores.ofSentence(List.of("PER"), List.of("O")));
    assertRefused("of 0 items", () -> VMeasure.of(List.of(), List.of()));
    assertRefused("n-gram of 0", () -> RepeatedShare.ofNgrams(List.of("a"), 0));
    assertRefused("0 texts", () -> Perplexity.of(List.of()));
    assertRefused("0 items", () -> Bootstrap.interval(0, drawn -> 0, 1));
  }

  private static void assertRefused(String words, Executable call) {
    Exception refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }
}
