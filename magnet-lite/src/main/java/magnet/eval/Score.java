package magnet.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import magnet.eval.metric.StandardError;

/**
 * One figure that a task measured.
 *
 * @param metric what it is, such as {@code Spearman}
 * @param pooling how the vectors of several tokens became one, such as {@code mean}; empty where
 *     there is nothing to choose
 * @param value the figure, in the unit that its field prints: percent for accuracy, F1, V-measure,
 *     Rep-n and correlations x 100; plain for perplexity
 * @param low lower end of its 95 % interval, or NaN where none is known
 * @param high upper end of that interval, or NaN
 * @param deviation standard deviation over several seeds (n - 1), or NaN
 * @param seeds what was measured was trained with; none where nothing was trained, several where
 *     the value is their mean
 * @param direction which way is better
 * @param draws the figure in each draw of the bootstrap; none where there was no bootstrap
 */
public record Score(
    String metric,
    String pooling,
    double value,
    double low,
    double high,
    double deviation,
    List<Long> seeds,
    Direction direction,
    Draws draws) {

  private static final double NORMAL_95 = 1.959963984540054;

  /** Which direction of a figure is better. */
  public enum Direction {
    /** The more the better, such as accuracy. */
    HIGHER,
    /** The less the better, such as perplexity. */
    LOWER
  }

  /** Copies the list. */
  public Score {
    seeds = List.copyOf(seeds);
    Objects.requireNonNull(draws, "draws");
  }

  /** A figure of which more is better, without an interval. */
  public static Score higher(String metric, double value) {
    return of(metric, value, Direction.HIGHER);
  }

  /** A figure of which less is better, without an interval. */
  public static Score lower(String metric, double value) {
    return of(metric, value, Direction.LOWER);
  }

  private static Score of(String metric, double value, Direction direction) {
    return new Score(
        metric, "", value, Double.NaN, Double.NaN, Double.NaN, List.of(), direction, Draws.none());
  }

  /**
   * The mean of the same figure of several seeds, with their standard deviation. Its interval is
   * the mean of theirs, as all were measured with the same items: it says what these leave open,
   * the deviation what the seeds do.
   *
   * @param scores at least one, of one metric and pooling
   */
  public static Score mean(List<Score> scores) {
    Score first = scores.get(0);
    if (scores.size() == 1) {
      return first;
    }
    double mean = scores.stream().mapToDouble(Score::value).average().orElseThrow();
    double squares = scores.stream().mapToDouble(each -> square(each.value - mean)).sum();
    return new Score(
        first.metric,
        first.pooling,
        mean,
        scores.stream().mapToDouble(Score::low).average().orElseThrow(),
        scores.stream().mapToDouble(Score::high).average().orElseThrow(),
        Math.sqrt(squares / (scores.size() - 1)),
        scores.stream().flatMap(each -> each.seeds.stream()).distinct().toList(),
        first.direction,
        Draws.mean(scores.stream().map(Score::draws).toList()));
  }

  /**
   * A mean of which more is better, with 1.96 standard errors to either side.
   *
   * @param values one at least
   */
  static Score meanOf(String metric, double[] values) {
    return higher(metric, Arrays.stream(values).average().orElseThrow())
        .plusMinus(StandardError.ofMean(values));
  }

  /**
   * The same of the items of a task: its own interval is that of accuracies elsewhere, but
   * candidates are compared by the bootstrap.
   */
  static Score meanOfItems(String metric, double[] values) {
    return meanOf(metric, values).drawn(Bootstrap.drawsOfMean(values));
  }

  /** The same figure, of vectors that were pooled in some way. */
  public Score pooled(String how) {
    return new Score(metric, how, value, low, high, deviation, seeds, direction, draws);
  }

  /** The same figure as one of another metric, to be compared with its figures. */
  public Score as(String other) {
    return new Score(other, pooling, value, low, high, deviation, seeds, direction, draws);
  }

  /** The same figure, of a model that was trained with a seed. */
  public Score ofSeed(long seed) {
    return new Score(metric, pooling, value, low, high, deviation, List.of(seed), direction, draws);
  }

  /**
   * The mean of the same metric of several tasks. Its interval is that of independent figures: the
   * ends' distances from the values add up in squares. Where tasks share items, as STS-B does some
   * of STS12 to STS16, it is somewhat too narrow.
   *
   * @param scores at least one, of one metric, pooling and seed
   */
  static Score meanOfTasks(List<Score> scores) {
    Score first = scores.get(0);
    double mean = scores.stream().mapToDouble(Score::value).average().orElseThrow();
    double below = Math.sqrt(scores.stream().mapToDouble(one -> square(one.value - one.low)).sum());
    double above =
        Math.sqrt(scores.stream().mapToDouble(one -> square(one.high - one.value)).sum());
    return new Score(
        first.metric,
        first.pooling,
        mean,
        mean - below / scores.size(),
        mean + above / scores.size(),
        Double.NaN,
        first.seeds,
        first.direction,
        Draws.meanOfTasks(scores.stream().map(Score::draws).toList()));
  }

  private static double square(double number) {
    return number * number;
  }

  /** The same figure with its 95 % interval. */
  public Score within(double from, double to) {
    return new Score(metric, pooling, value, from, to, deviation, seeds, direction, draws);
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

  /** The same figure with the draws of its bootstrap. */
  Score drawn(Draws all) {
    return new Score(metric, pooling, value, low, high, deviation, seeds, direction, all);
  }

  /**
   * By how much this figure exceeds another of the same items: of two candidates, or of one
   * candidate with and without something ({@link #as}). Its 95 % interval is that of the
   * difference, item by item ({@link Draws}), unknown where either figure has no draws. No pooling
   * is named, as each figure may have its own.
   *
   * @throws IllegalArgumentException if the other is of another metric, or of more or fewer items
   */
  public Score minus(Score other) {
    if (!metric.equals(other.metric)) {
      throw new IllegalArgumentException(
          "%s cannot be compared with %s; say score.as(\"%s\") where both are of one scale."
              .formatted(metric, other.metric, metric));
    }
    Draws differences = draws.minus(other.draws);
    Bootstrap.Interval interval = differences.interval();
    return new Score(
        metric,
        "",
        value - other.value,
        interval.low(),
        interval.high(),
        Double.NaN,
        Stream.concat(seeds.stream(), other.seeds.stream()).distinct().toList(),
        direction,
        differences);
  }

  /** Whether its 95 % interval is known. */
  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** Whether this figure is better than another of the same metric. */
  public boolean betterThan(Score other) {
    return direction == Direction.HIGHER ? value > other.value : value < other.value;
  }

  /** The metric, with the pooling in parentheses where there is one. */
  public String title() {
    return pooling.isEmpty() ? metric : metric + " (" + pooling + ")";
  }

  /** The figure with two decimals, and its deviation where there are several seeds. */
  public String figure() {
    String figure = String.format(Locale.ROOT, "%.2f", value);
    return !Double.isNaN(deviation)
        ? figure + String.format(Locale.ROOT, " ± %.2f", deviation)
        : figure;
  }

  /** The figure, and its 95 % interval in brackets where it is known. */
  public String figureWithInterval() {
    return hasInterval()
        ? figure() + String.format(Locale.ROOT, " [%.2f, %.2f]", low, high)
        : figure();
  }

  @Override
  public String toString() {
    return title() + " " + figureWithInterval();
  }
}
