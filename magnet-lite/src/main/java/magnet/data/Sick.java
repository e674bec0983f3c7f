package magnet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SICK, sentences involving compositional knowledge (Marelli et al., "A SICK cure for the
 * evaluation of compositional distributional semantic models", 2014), for its relatedness: a score
 * from 1 (not related) to 5. The set of these scores is also called SICK-R.
 *
 * <p>Columns by tabs, no quotes, found by the names in the first line: {@code sentence_A}, {@code
 * sentence_B} and {@code relatedness_score}; others are passed over. Published counts of {@code
 * SICK_train.txt}, {@code SICK_trial.txt} and {@code SICK_test_annotated.txt}: 4,500, 500 and 4,927
 * pairs.
 */
public final class Sick {

  private static final List<String> COLUMNS =
      List.of("sentence_A", "sentence_B", "relatedness_score");
  private static final ScoreScale SCALE = new ScoreScale(1, 5);

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

  /** As {@link #read(Path)}, doing with bad rows as told. */
  public static List<ScoredPair> read(Path file, BadRows bad) {
    List<ScoredPair> pairs = new ArrayList<>();
    List<String> header = new ArrayList<>();
    TextFile.open(file)
        .forEachLine(
            (number, begin, length, line) -> {
              List<String> fields = Arrays.asList(line.split("\t", -1));
              if (number == 1) {
                header.addAll(checked(file, fields));
              } else {
                bad.addTo(pairs, file, number, () -> pair(header, fields));
              }
            });
    return Refusal.ifEmpty(file, pairs, "scored pair");
  }

  private static List<String> checked(Path file, List<String> header) {
    if (!header.containsAll(COLUMNS)) {
      throw Refusal.of(
          file,
          1,
          "the header is %s, which lacks one of SICK's columns %s; keep the first line as it was given out"
              .formatted(header, COLUMNS));
    }
    return header;
  }

  private static ScoredPair pair(List<String> header, List<String> fields) {
    if (fields.size() != header.size()) {
      throw new IllegalArgumentException(
          "%d columns under a header of %d".formatted(fields.size(), header.size()));
    }
    List<String> chosen =
        COLUMNS.stream().map(name -> fields.get(header.indexOf(name)).strip()).toList();
    return new ScoredPair(chosen.get(0), chosen.get(1), SCALE.parse(chosen.get(2)));
  }
}
