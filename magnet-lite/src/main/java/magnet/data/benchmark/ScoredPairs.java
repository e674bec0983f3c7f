package magnet.data.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import magnet.data.BadRows;
import magnet.data.Refusal;
import magnet.data.TabRows;
import magnet.data.WrittenLines;

/**
 * Scored sentence pairs of your own, as a tab-separated table with a header: the columns {@code
 * score}, {@code first} and {@code second}, in any order; others are ignored.
 *
 * <p>The published sets have their own readers: {@link SemEvalSts}, {@link StsBenchmark}, {@link
 * Sick}.
 */
public final class ScoredPairs {

  private static final List<String> COLUMNS = List.of("score", "first", "second");

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
    List<ScoredPair> pairs =
        TabRows.read(
            file,
            COLUMNS,
            bad,
            row -> new ScoredPair(row.get(1), row.get(2), ScoreScale.ANY.parse(row.get(0))));
    return Refusal.ifEmpty(file, pairs, "scored pair");
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
    WrittenLines.write(file, lines);
  }
}
