package magnet.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What was measured of a task.
 *
 * @param task the task
 * @param rounds ours and what is beside it in turn
 * @param beside who is beside it, as in {@code "the careful peer"}
 */
record BenchmarkRow(BenchmarkTask task, List<Round> rounds, String beside) {

  /**
   * One turn of each.
   *
   * @param ours seconds of our blocks
   * @param careful seconds of the careful peer's blocks, or of other classes of ours; or none
   * @param plain seconds of the plain peer's blocks, or none
   */
  record Round(List<Double> ours, List<Double> careful, List<Double> plain) {}

  /** Units a second in the median of all blocks; NaN where there are none. */
  double rate(Function<Round, List<Double>> whose) {
    return task.amount() / median(rounds.stream().flatMap(r -> whose.apply(r).stream()).toList());
  }

  /** Units a second in our best block. */
  double bestRate() {
    return task.amount()
        / rounds.stream().flatMap(r -> r.ours().stream()).mapToDouble(s -> s).min().orElseThrow();
  }

  /** How many times as fast ours is: the median over the rounds; NaN where there is no peer. */
  double ratio(Function<Round, List<Double>> whose) {
    return median(rounds.stream().map(r -> median(whose.apply(r)) / median(r.ours())).toList());
  }

  /** In a line, as it is printed before the table is there. */
  @Override
  public String toString() {
    double careful = ratio(Round::careful);
    return String.format(
        Locale.ROOT,
        "%s, %s: %.1f %s/s%s",
        task.name(),
        task.precision(),
        rate(Round::ours),
        task.unit(),
        Double.isNaN(careful)
            ? ""
            : String.format(Locale.ROOT, ", %.2f times %s", careful, beside));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }
}
