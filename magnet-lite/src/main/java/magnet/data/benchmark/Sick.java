package magnet.data.benchmark;

import java.nio.file.Path;
import java.util.List;
import magnet.data.BadRows;
import magnet.data.TabRows;

/**
 * SICK, sentences involving compositional knowledge (Marelli et al., "A SICK cure for the
 * evaluation of compositional distributional semantic models", 2014), for its relatedness: a score
 * from 1 (not related) to 5. The set of these scores is also called SICK-R.
 *
 * <p>Columns by tabs, no quotes, found by the names in the first line: {@code sentence_A}, {@code
 * sentence_B} and {@code relatedness_score}; others are ignored. Published counts of {@code
 * SICK_train.txt}, {@code SICK_trial.txt} and {@code SICK_test_annotated.txt}: 4,500, 500 and 4,927
 * pairs.
 */
public final class Sick {

  private static final List<String> COLUMNS =
      List.of("sentence_A", "sentence_B", "relatedness_score");

  private Sick() {}

  /**
   * Reads one of the files.
   *
   * @param file such as {@code SICK_test_annotated.txt}
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
        ScoredPairs.NAME,
        bad,
        row -> new ScoredPair(row.get(0), row.get(1), ScoredPairs.score(row.get(2), 1, 5)));
  }
}
