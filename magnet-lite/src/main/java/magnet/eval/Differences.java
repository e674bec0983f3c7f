package magnet.eval;

import java.util.ArrayList;
import java.util.List;
import magnet.view.ShownTable;
import tech.tablesaw.api.Table;

/**
 * By how much one candidate exceeds each of the others, with the 95 % interval of the difference
 * itself ({@link Score#minus}): where it does not hold 0, the items tell the two apart.
 *
 * <p>Candidates that were trained with the same seeds are compared seed by seed; what has one seed,
 * or needs none, with each seed of the other. The difference is the mean of these, its deviation
 * theirs, and its interval the mean of their intervals: it says what the items leave open, not what
 * other seeds would give.
 *
 * @param candidate who is compared
 * @param entries the differences, under the names of the others
 */
public record Differences(String candidate, List<Scoreboard.Entry> entries) {

  /** Copies the list. */
  public Differences {
    entries = List.copyOf(entries);
  }

  /** The differences of a candidate on a board, each candidate with its best pooling. */
  static Differences of(Scoreboard board, String candidate) {
    List<Scoreboard.Entry> differences = new ArrayList<>();
    for (MetricRow row : board.bestPoolings().rows()) {
      List<Score> own = seeds(board, row, candidate);
      for (String other : row.scores().keySet()) {
        if (!own.isEmpty() && !other.equals(candidate)) {
          Score mean = Score.mean(pairs(own, seeds(board, row, other)));
          differences.add(new Scoreboard.Entry(row.task(), other, mean));
        }
      }
    }
    return new Differences(candidate, differences);
  }

  /** What a candidate reached with each seed, by the pooling that is best over all of them. */
  private static List<Score> seeds(Scoreboard board, MetricRow row, String candidate) {
    String best = row.of(candidate).map(Score::pooling).orElse("");
    return board.of(row.task(), row.metric()).entries().stream()
        .filter(each -> each.candidate().equals(candidate))
        .map(Scoreboard.Entry::score)
        .filter(score -> score.pooling().equals(best))
        .toList();
  }

  private static List<Score> pairs(List<Score> own, List<Score> others) {
    boolean sameSeeds = seeds(own).equals(seeds(others));
    return own.stream()
        .flatMap(
            one ->
                others.stream()
                    .filter(other -> !sameSeeds || one.seeds().equals(other.seeds()))
                    .map(one::minus))
        .toList();
  }

  private static List<Long> seeds(List<Score> scores) {
    return scores.stream().flatMap(each -> each.seeds().stream()).sorted().toList();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** A row for each metric of each task, a column for each of the others. */
  public ShownTable shown() {
    return new Scoreboard(entries)
        .shown(candidate + " minus each of the others", Differences::signed)
        .unmarked();
  }

  private static String signed(Score score) {
    String figure = score.figureWithInterval().replaceFirst("^-0\\.00", "0.00");
    return figure.startsWith("-") || Double.isNaN(score.value()) ? figure : "+" + figure;
  }

  /** A row for each difference, with all that is known of it, as {@link Scoreboard#longTable}. */
  public Table longTable() {
    return new Scoreboard(entries).longTable();
  }

  @Override
  public String toString() {
    return shown().text();
  }
}
