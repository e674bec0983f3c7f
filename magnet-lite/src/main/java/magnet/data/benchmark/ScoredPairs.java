package magnet.data.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import magnet.data.BadRows;
import magnet.data.TabRows;
import magnet.data.TextFile;

/**
 * Scored sentence pairs of your own, as a tab-separated table with a header: the columns {@code
 * score}, {@code first} and {@code second}, in any order; others are ignored.
 *
 * <p>The published sets have their own readers: {@link SemEvalSts}, {@link StsBenchmark}, {@link
 * Sick}.
 */
public final class ScoredPairs {

  private static final List<String> COLUMNS = List.of("score", "first", "second");

  private static final double MOST = Double.MAX_VALUE;

  /** What messages call a pair. */
  static final String NAME = "scored pair";

  private ScoredPairs() {}

  /**
   * Reads a file.
   *
   * @param file such as {@code pairs.tsv}
   * @throws IllegalArgumentException if the header lacks a column, a row is malformed, or there is
   *     no pair
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<ScoredPair> read(Path file) {
    return read(file, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling bad rows as {@code bad} says. */
  public static List<ScoredPair> read(Path file, BadRows bad) {
    return TabRows.read(
        file,
        COLUMNS,
        NAME,
        bad,
        row -> new ScoredPair(row.get(1), row.get(2), score(row.get(0), -MOST, MOST)));
  }

  /**
   * Writes a file that {@link #read(Path)} reads.
   *
   * @param file is replaced if it is there
   * @throws IllegalArgumentException if a sentence holds a tab or a line end
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, List<ScoredPair> pairs) {
    List<String> lines = new ArrayList<>();
    lines.add(String.join("\t", COLUMNS));
    pairs.forEach(
        pair -> lines.add(TabRows.row(String.valueOf(pair.score()), pair.first(), pair.second())));
    TextFile.write(file, lines);
  }

  /** The score that a field holds; refuses what is no number, or lies outside the scale. */
  static double score(String field, double least, double most) {
    double score;
    try {
      score = Double.parseDouble(field.strip());
    } catch (NumberFormatException e) {
      score = Double.NaN;
    }
    if (!(score >= least && score <= most)) {
      String range =
          most == MOST ? "" : String.format(Locale.ROOT, " from %.0f to %.0f", least, most);
      throw new IllegalArgumentException(
          "the score is \"%s\", not a number%s".formatted(field, range));
    }
    return score;
  }
}
