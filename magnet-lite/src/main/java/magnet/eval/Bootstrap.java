package magnet.eval;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * The 95 % interval of a figure by the bootstrap (Efron 1979; percentile method): the items are
 * drawn again and again with replacement, as many as there are, and the figure is computed anew
 * from each draw; 2.5 % of the results lie below the interval and 2.5 % above it.
 *
 * <p>It tells how much the figure depends on which items happen to be in the test set, not how much
 * another training seed would change it.
 */
public final class Bootstrap {

  /** How often the items are drawn; with another number, kept results need another form. */
  public static final int DRAWS = 1000;

  /** The same interval for the same items: every task draws with this seed. */
  private static final long SEED = 20250727;

  /**
   * The ends of an interval.
   *
   * @param low the lower end, or NaN if it is not known
   * @param high the upper end, or NaN
   */
  public record Interval(double low, double high) {}

  private Bootstrap() {}

  /**
   * The interval of a figure.
   *
   * @param items how many items there are, at least 1
   * @param figure computes the figure of a draw: indices of items, in any order, some twice; the
   *     array is used again
   * @param seed the same seed gives the same interval
   * @return NaN on both sides where a draw has no figure, such as a correlation of equal items
   * @throws IllegalArgumentException if there is no item
   */
  public static Interval interval(int items, ToDoubleFunction<int[]> figure, long seed) {
    return interval(draws(items, figure, seed));
  }

  /** The figure of each draw, in their order. */
  private static double[] draws(int items, ToDoubleFunction<int[]> figure, long seed) {
    if (items < 1) {
      throw new IllegalArgumentException(
          "A figure of %d items has no interval; give one item at least.".formatted(items));
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] figures = new double[DRAWS];
    int[] drawn = new int[items];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < items; i++) {
        drawn[i] = random.nextInt(items);
      }
      figures[draw] = figure.applyAsDouble(drawn);
    }
    return figures;
  }

  /** The interval of the figures of draws; NaN on both sides where one is NaN, or there is none. */
  static Interval interval(double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) { // NaN is sorted last
      return new Interval(Double.NaN, Double.NaN);
    }
    return new Interval(quantile(sorted, 0.025), quantile(sorted, 0.975));
  }

  /**
   * A score with the interval of its figure and the draws that it comes from, by which candidates
   * are compared ({@link Draws}). Every task draws alike.
   *
   * @param score the figure of all items
   * @param items how many there are, at least 1, and the same for every candidate
   * @param figure computes the figure of a draw, as in {@link #interval(int, ToDoubleFunction,
   *     long)}
   * @throws IllegalArgumentException if there is no item
   */
  public static Score within(Score score, int items, ToDoubleFunction<int[]> figure) {
    double[] draws = draws(items, figure, SEED);
    Interval interval = interval(draws);
    return score.within(interval.low(), interval.high()).drawn(Draws.of(items, draws));
  }

  /**
   * The same for the mean of what each item gives.
   *
   * @param score makes a score of a mean, such as {@code mean -> Score.higher("accuracy", mean)}
   * @param values one for each item, at least one
   */
  public static Score ofMean(DoubleFunction<Score> score, double[] values) {
    return within(
        score.apply(Arrays.stream(values).average().orElseThrow()), values.length, mean(values));
  }

  /** The draws of a mean whose interval is known otherwise. */
  static Draws drawsOfMean(double[] values) {
    return Draws.of(values.length, draws(values.length, mean(values), SEED));
  }

  private static ToDoubleFunction<int[]> mean(double[] values) {
    return drawn -> Arrays.stream(drawn).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  /** Between the two nearest values, as numpy does. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    double rest = at - below;
    return rest == 0 ? sorted[below] : sorted[below] + rest * (sorted[below + 1] - sorted[below]);
  }
}
