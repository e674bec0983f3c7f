package magnet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The STS benchmark (Cer et al., "SemEval-2017 task 1", 2017): a choice of the pairs of SemEval's
 * English tasks of 2012 to 2017, with a score from 0 (another subject) to 5 (the same meaning).
 *
 * <p>Despite their name the files {@code sts-train.csv}, {@code sts-dev.csv} and {@code
 * sts-test.csv} have no commas and no quotes: genre, file, year, id, score, sentence 1 and sentence
 * 2 by tabs, on some lines the sources of the sentences behind them. Published counts: 5,749, 1,500
 * and 1,379 pairs.
 */
public final class StsBenchmark {

  private static final ScoreScale SCALE = new ScoreScale(0, 5);
  private static final int SCORE = 4;
  private static final int COLUMNS = 7;

  private StsBenchmark() {}

  /**
   * Reads one of the files.
   *
   * @param file such as {@code sts-test.csv}
   * @throws IllegalArgumentException if a row is malformed, or there is no pair
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<ScoredPair> read(Path file) {
    return read(file, BadRows.refused());
  }

  /** As {@link #read(Path)}, doing with bad rows as told. */
  public static List<ScoredPair> read(Path file, BadRows bad) {
    List<ScoredPair> pairs = new ArrayList<>();
    TextFile.open(file)
        .forEachLine(
            (number, begin, length, line) -> bad.addTo(pairs, file, number, () -> pair(line)));
    return Refusal.ifEmpty(file, pairs, "scored pair");
  }

  private static ScoredPair pair(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length < COLUMNS) {
      throw new IllegalArgumentException(
          "%d columns, not at least 7 with tabs between: genre, file, year, id, score, two sentences"
              .formatted(columns.length));
    }
    return new ScoredPair(
        columns[SCORE + 1].strip(), columns[SCORE + 2].strip(), SCALE.parse(columns[SCORE]));
  }
}
