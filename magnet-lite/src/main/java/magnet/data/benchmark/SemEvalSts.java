package magnet.data.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.data.BadRows;
import magnet.data.Refusal;
import magnet.data.TextFile;
import magnet.io.Unreadable;

/**
 * The English test sets of SemEval's tasks on semantic textual similarity, 2012 to 2016 (Agirre et
 * al., "SemEval-2012 task 6", and the four that followed): sentence pairs with a score from 0
 * (another subject) to 5 (the same meaning).
 *
 * <p>A year is a folder with two files for each of its subsets: {@code STS.input.X.txt}, or {@code
 * STS2016.input.X.txt}, has two tab-separated sentences on a line (further columns, as in 2016, say
 * where the sentences are from), and {@code STS.gs.X.txt} the score on the same line. An empty
 * score means that the pair was not judged, and the pair is left out; that is not a bad row. A file
 * of scores alone, such as {@code STS.gs.ALL.txt}, is not read.
 *
 * <p>Published counts of judged pairs: 3,108 (2012), 1,500 (2013, without the set SMT, whose text
 * is not free), 3,750 (2014), 3,000 (2015), 1,186 (2016).
 */
public final class SemEvalSts {

  private static final Pattern INPUT = Pattern.compile("(STS\\d*)\\.input\\.(.+)\\.txt");

  private SemEvalSts() {}

  /**
   * All judged pairs of a year, as most papers measure it ("all" in SentEval's words).
   *
   * @param folder such as {@code STS2012-en-test}
   * @return the pairs, subset after subset in the order of their names
   * @throws IllegalArgumentException if a row is malformed, a subset has no scores or another
   *     number of them, or there is no pair
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static List<ScoredPair> read(Path folder) {
    return read(folder, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling bad rows as {@code bad} says. */
  public static List<ScoredPair> read(Path folder, BadRows bad) {
    return subsets(folder, bad).values().stream().flatMap(List::stream).toList();
  }

  /**
   * The judged pairs of a year by subset, for a mean over the subsets.
   *
   * @param folder such as {@code STS2012-en-test}
   * @param bad what to do with bad rows
   * @return the subsets that have a pair, such as {@code MSRpar}, in the order of their names
   * @throws IllegalArgumentException as {@link #read(Path)}
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Map<String, List<ScoredPair>> subsets(Path folder, BadRows bad) {
    Map<String, List<ScoredPair>> subsets = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = INPUT.matcher(file.getFileName().toString());
        List<ScoredPair> pairs = name.matches() ? pairs(file, scores(file), bad) : List.of();
        if (!pairs.isEmpty()) {
          subsets.put(name.group(2), pairs);
        }
      }
    } catch (IOException e) {
      throw Unreadable.of(folder, e);
    }
    if (subsets.isEmpty()) {
      throw Refusal.empty(folder, "judged pair in files STS.input.X.txt and STS.gs.X.txt");
    }
    return subsets;
  }

  private static Path scores(Path input) {
    Path scores = input.resolveSibling(input.getFileName().toString().replace(".input.", ".gs."));
    if (!Files.exists(scores)) {
      throw new IllegalArgumentException(
          "%s has no scores: there is no %s beside it; add the file, or take the sentences away"
              .formatted(input, scores.getFileName()));
    }
    return scores;
  }

  private static List<ScoredPair> pairs(Path input, Path gold, BadRows bad) {
    List<String> lines = TextFile.open(input).lines();
    List<String> scores = TextFile.open(gold).linesBeside(input, lines.size());
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String score = scores.get(i);
      if (!score.isBlank()) {
        bad.addTo(pairs, input, i + 1, () -> pair(line, score));
      }
    }
    return pairs;
  }

  private static ScoredPair pair(String line, String score) {
    String[] columns = line.split("\t", -1);
    if (columns.length < 2) {
      throw new IllegalArgumentException("not two sentences with a tab between");
    }
    return new ScoredPair(columns[0].strip(), columns[1].strip(), ScoredPairs.score(score, 0, 5));
  }
}
