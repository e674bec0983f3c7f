package magnet.data.benchmark;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import magnet.data.BadRows;
import magnet.data.Refusal;
import magnet.data.TabRows;
import magnet.data.TextFile;

/**
 * The STS benchmark (Cer et al., "SemEval-2017 task 1", 2017): a selection of the pairs of
 * SemEval's English tasks of 2012 to 2017, with a score from 0 (another subject) to 5 (the same
 * meaning).
 *
 * <p>Despite their name the files {@code sts-train.csv}, {@code sts-dev.csv} and {@code
 * sts-test.csv} have no commas and no quotes: genre, file, year, id, score, sentence 1 and sentence
 * 2 by tabs, on some lines followed by the sources of the sentences. Published counts: 5,749, 1,500
 * and 1,379 pairs.
 */
public final class StsBenchmark {

  private static final int SCORE = 4;
  private static final int COLUMNS = 7;

  /** Of a score, as in the published files. */
  private static final int DECIMALS = 3;

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

  /** As {@link #read(Path)}, handling bad rows as {@code bad} says. */
  public static List<ScoredPair> read(Path file, BadRows bad) {
    List<ScoredPair> pairs = new ArrayList<>();
    TextFile.open(file)
        .forEachLine(
            (number, begin, length, line) -> bad.addTo(pairs, file, number, () -> pair(line)));
    return Refusal.ifEmpty(file, pairs, "scored pair");
  }

  /**
   * Writes pairs in the benchmark's seven columns; ids count the pairs from 0, four digits wide,
   * and scores have three decimals, or as many as they need.
   *
   * @param file is replaced if it is there
   * @param genre the first column, such as {@code main-captions}
   * @param source the second, the set that the pairs are from, such as {@code MSRvid}
   * @param year the third, such as {@code 2012test}
   * @param pairs with scores from 0 to 5
   * @throws IllegalArgumentException if a score lies outside, or a field holds a tab or a line end
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(
      Path file, String genre, String source, String year, List<ScoredPair> pairs) {
    List<String> lines = new ArrayList<>(pairs.size());
    for (ScoredPair pair : pairs) {
      BigDecimal score = BigDecimal.valueOf(ScoredPairs.score(pair.score() + "", 0, 5));
      lines.add(
          TabRows.row(
              genre,
              source,
              year,
              String.format(Locale.ROOT, "%04d", lines.size()),
              score.setScale(Math.max(DECIMALS, score.scale())).toPlainString(),
              pair.first(),
              pair.second()));
    }
    TextFile.write(file, lines);
  }

  private static ScoredPair pair(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length < COLUMNS) {
      throw new IllegalArgumentException(
          "%d columns, not at least 7 with tabs between: genre, file, year, id, score, two sentences"
              .formatted(columns.length));
    }
    return new ScoredPair(
        columns[SCORE + 1].strip(),
        columns[SCORE + 2].strip(),
        ScoredPairs.score(columns[SCORE], 0, 5));
  }
}
