package magnet.eval.metric;

import java.util.Arrays;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/**
 * How strongly two lists of numbers correlate, from -1 to 1; NaN where one of them is constant.
 * Equal to scipy's {@code pearsonr} and {@code spearmanr}.
 */
public final class Correlation {

  private Correlation() {}

  /**
   * Pearson's product-moment correlation: 1 exactly where one row is a rising line of the other.
   *
   * @param x at least two numbers
   * @param y as many
   * @throws IllegalArgumentException if the rows differ in length or have fewer than two numbers
   */
  public static double pearson(double[] x, double[] y) {
    check(x, y);
    return new PearsonsCorrelation().correlation(x, y);
  }

  /**
   * Spearman's rank correlation, Pearson's of the {@link #ranks}: 1 exactly where the rows rise
   * together. What the tables of semantic textual similarity show, x 100.
   *
   * @param x at least two numbers
   * @param y as many
   * @throws IllegalArgumentException if the rows differ in length, have fewer than two numbers or
   *     hold NaN
   */
  public static double spearman(double[] x, double[] y) {
    check(x, y);
    return new PearsonsCorrelation().correlation(ranks(x), ranks(y));
  }

  /**
   * Ranks from 1, the smallest number first; equal numbers share the mean of their ranks.
   *
   * @param values none NaN
   */
  public static double[] ranks(double[] values) {
    for (double value : values) {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException(
            "A number to be ranked is NaN, expected numbers that can be compared.");
      }
    }
    double[] numbers = Arrays.stream(values).map(value -> value + 0.0).toArray(); // no -0.0
    return new NaturalRanking(TiesStrategy.AVERAGE).rank(numbers);
  }

  private static void check(double[] x, double[] y) {
    if (x.length != y.length || x.length < 2) {
      throw new IllegalArgumentException(
          "Rows of %d and %d numbers cannot be correlated; expected as many of each, two at least."
              .formatted(x.length, y.length));
    }
  }
}
