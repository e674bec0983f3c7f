package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
  }

  @Test
  void aConstantDifferenceHasNoUncertainty() {
    Score difference = mean(sum(HARD, new double[ITEMS], 2)).minus(mean(HARD));
    assertEquals(2, difference.low(), 1e-4);
    assertEquals(2, difference.high(), 1e-4);
  }

  @Test
  void whereOneHasNoDrawsTheIntervalIsNotKnown() {
    Score difference = mean(HARD).minus(Score.higher("share", 1).within(0, 2));
    assertFalse(difference.hasInterval());
    assertEquals(mean(HARD).value() - 1, difference.value());
    assertTrue(Draws.of(new double[] {1, Double.NaN}).isEmpty());
  }

  @Test
  void deviationsOfSeedsAddUpInSquares() {
    Score ours =
        Score.mean(
            List.of(
                mean(sum(HARD, NOISE, 3)).ofSeed(1),
                mean(sum(HARD, NOISE, 5)).ofSeed(2),
                mean(sum(HARD, NOISE, 7)).ofSeed(3)));
    assertEquals(2, ours.deviation(), 1e-9);
    assertTrue(ours.minus(mean(HARD)).hasInterval());
    assertEquals(5 + mean(NOISE).value(), ours.minus(mean(HARD)).value(), 1e-9);
    assertTrue(ours.minus(mean(HARD)).figure().endsWith(" ± 2.00"));
    assertEquals(2, ours.minus(mean(HARD)).deviation(), 1e-9);
    assertEquals(Math.sqrt(8), ours.minus(ours).deviation(), 1e-9);
    assertTrue(Double.isNaN(mean(NOISE).ofSeed(1).minus(mean(HARD)).deviation()));
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

  @Test
  void equalItemsGiveEqualDraws() {
    assertEquals(mean(HARD).draws(), mean(HARD.clone()).draws());
    assertEquals(mean(HARD).draws().hashCode(), mean(HARD.clone()).draws().hashCode());
    assertNotEquals(mean(HARD).draws(), mean(NOISE).draws());
    assertEquals("1000 draws", mean(HARD).draws().toString());
  }
}
