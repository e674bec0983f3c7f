package magnet.recipe;

import java.util.List;
import java.util.Locale;
import magnet.eval.Score;

/**
 * What several seeds reached.
 *
 * @param mean of all seeds
 * @param deviation the standard deviation of the sample (n - 1); NaN for one seed
 * @param seeds how many
 * @param low lower end of the 95 % interval of a single figure; NaN where there are several
 * @param high upper end of it
 * @param direction which way is better
 */
public record Spread(
    double mean, double deviation, int seeds, double low, double high, Score.Direction direction) {

  /**
   * Sums up the figures of one contender for one metric of one task.
   *
   * @param scores one a seed, one at least
   */
  static Spread of(List<Score> scores) {
    Score first = scores.get(0);
    int count = scores.size();
    if (count == 1) {
      return new Spread(first.value(), Double.NaN, 1, first.low(), first.high(), first.direction());
    }
    double mean = scores.stream().mapToDouble(Score::value).average().orElseThrow();
    double squares = scores.stream().mapToDouble(each -> Math.pow(each.value() - mean, 2)).sum();
    return new Spread(
        mean, Math.sqrt(squares / (count - 1)), count, Double.NaN, Double.NaN, first.direction());
  }

  /** Whether this mean is better than another in the direction of the metric. */
  public boolean betterThan(Spread other) {
    return direction == Score.Direction.HIGHER ? mean > other.mean : mean < other.mean;
  }

  /** With two decimals, and the deviation where there are several seeds. */
  @Override
  public String toString() {
    String text = String.format(Locale.ROOT, "%.2f", mean);
    return seeds > 1 ? text + String.format(Locale.ROOT, " ± %.2f", deviation) : text;
  }
}
