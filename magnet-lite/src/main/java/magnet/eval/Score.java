package magnet.eval;

import java.util.Locale;

/**
 * One figure that a task measured.
 *
 * @param metric what it is, such as {@code Spearman (last)}; with the pooling where there are
 *     several
 * @param value the figure, in the unit that its field prints: percent for accuracy, F1, V-measure,
 *     Rep-n and correlations x 100; plain for perplexity
 * @param low lower end of its 95 % interval, or NaN where none is known
 * @param high upper end of that interval, or NaN
 * @param direction which way is better
 */
public record Score(String metric, double value, double low, double high, Direction direction) {

  private static final double NORMAL_95 = 1.959963984540054;

  /** Which way a figure is better. */
  public enum Direction {
    /** The more the better, such as accuracy. */
    HIGHER,
    /** The less the better, such as perplexity. */
    LOWER
  }

  /** A figure of which more is better, without an interval. */
  public static Score higher(String metric, double value) {
    return new Score(metric, value, Double.NaN, Double.NaN, Direction.HIGHER);
  }

  /** A figure of which less is better, without an interval. */
  public static Score lower(String metric, double value) {
    return new Score(metric, value, Double.NaN, Double.NaN, Direction.LOWER);
  }

  /** The same figure with its 95 % interval. */
  public Score within(double from, double to) {
    return new Score(metric, value, from, to, direction);
  }

  /**
   * The same figure with the 95 % interval of the normal distribution, 1.96 standard errors to
   * either side.
   *
   * @param standardError of the figure, in its unit; 0 or more
   */
  public Score plusMinus(double standardError) {
    return within(value - NORMAL_95 * standardError, value + NORMAL_95 * standardError);
  }

  /** Whether its 95 % interval is known. */
  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** Whether this figure is better than another of the same metric. */
  public boolean betterThan(Score other) {
    return direction == Direction.HIGHER ? value > other.value : value < other.value;
  }

  @Override
  public String toString() {
    String figure = String.format(Locale.ROOT, "%s %.2f", metric, value);
    return hasInterval() ? figure + String.format(Locale.ROOT, " [%.2f, %.2f]", low, high) : figure;
  }
}
