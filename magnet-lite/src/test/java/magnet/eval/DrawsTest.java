package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import magnet.eval.metric.StandardError;
import org.junit.jupiter.api.Test;

/** Two figures of the same items are compared item by item. */
class DrawsTest {

  private static final int ITEMS = 300;
  private static final double[] HARD = gaussian(1, 10);
  private static final double[] NOISE = gaussian(2, 1);

  private static double[] gaussian(long seed, double deviation) {
    Random random = new Random(seed);
    return IntStream.range(0, ITEMS).mapToDouble(i -> deviation * random.nextGaussian()).toArray();
  }

  private static double[] sum(double[] a, double[] b, double more) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i] + more).toArray();
  }

  private static Score mean(double[] values) {
    return Bootstrap.ofMean(mean -> Score.higher("share", mean), values);
  }

  @Test
  void whatIsHardForBothFallsOutOfTheirDifference() {
    Score base = mean(HARD);
    Score ours = mean(sum(HARD, NOISE, 0.5));
    assertTrue(ours.low() < base.high(), "side by side they overlap");
    Score difference = ours.minus(base);
    double error = 1.96 * StandardError.ofMean(NOISE);
    assertEquals(ours.value() - base.value(), difference.value(), 1e-12);
    assertEquals(difference.value() - error, difference.low(), 0.15 * error);
    assertEquals(difference.value() + error, difference.high(), 0.15 * error);
    assertTrue(difference.low() > 0);
    assertEquals(-difference.high(), base.minus(ours).low(), 1e-5);
    assertEquals(ITEMS, difference.draws().items());
  }

  @Test
  void aConstantDifferenceHasNoUncertainty() {
    Score difference = mean(sum(HARD, new double[ITEMS], 2)).minus(mean(HARD));
    assertEquals(2, difference.low(), 1e-3);
    assertEquals(2, difference.high(), 1e-3);
  }

  @Test
  void whereOneHasNoDrawsTheIntervalIsNotKnown() {
    Score difference = mean(HARD).minus(Score.higher("share", 1).within(0, 2));
    assertFalse(difference.hasInterval());
    assertEquals(mean(HARD).value() - 1, difference.value());
    assertTrue(Draws.of(9, new double[] {1, Double.NaN}).isEmpty());
  }

  @Test
  void otherItemsOrAnotherMetricAreRefused() {
    Score fewer = mean(new double[] {1, 2, 3});
    assertEquals(
        "Figures of 300 and 3 items cannot be compared item by item; measure both with the same"
            + " items.",
        assertThrows(IllegalArgumentException.class, () -> mean(HARD).minus(fewer)).getMessage());
    Score other = mean(HARD).as("accuracy");
    assertEquals(
        "share cannot be compared with accuracy; say score.as(\"share\") where both are of one"
            + " scale.",
        assertThrows(IllegalArgumentException.class, () -> mean(HARD).minus(other)).getMessage());
  }

  @Test
  void meansOfTasksPairWhereBothHaveEachTask() {
    Score ours = Score.meanOfTasks(List.of(mean(sum(HARD, NOISE, 1)), mean(NOISE)));
    Score base = Score.meanOfTasks(List.of(mean(HARD), mean(NOISE)));
    assertEquals(600, ours.draws().items());
    double half = 1.96 * StandardError.ofMean(NOISE) / 2;
    assertEquals(ours.minus(base).value() - half, ours.minus(base).low(), 0.15 * half);
    Score kept = Score.higher("share", 1).within(0, 2);
    assertTrue(Score.meanOfTasks(List.of(mean(HARD), kept)).draws().isEmpty());
  }

  @Test
  void theMeanOfTasksIsDrawnAsIfEachTaskHadItsOwnDraws() {
    // The same items twice: drawn alike, the mean would be as uncertain as one of them.
    Score once = mean(HARD);
    Score twice = Score.meanOfTasks(List.of(once, once));
    Bootstrap.Interval drawn = twice.draws().interval();
    double width = (once.high() - once.low()) / Math.sqrt(2);
    assertEquals(width, drawn.high() - drawn.low(), 0.1 * width);
    assertEquals(twice.high() - twice.low(), drawn.high() - drawn.low(), 0.1 * width);
  }
}
