package magnet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Paraphrase pairs, the two views of a text that the contrastive objective pulls together.
 *
 * <p>All readers take UTF-8, keep the pairs in memory in the file's order, and refuse a malformed
 * line with its number. Quotes are plain characters: none of these formats quotes its fields.
 */
public final class TextPairs {

  private static final List<String> MRPC_HEADER =
      List.of("Quality", "#1 ID", "#2 ID", "#1 String", "#2 String");

  private static final Pattern MARKS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final String PAIR = "pair of paraphrases";

  private TextPairs() {}

  /**
   * Two tab-separated columns, no header; blank lines are skipped.
   *
   * @param file such as {@code pairs.tsv}
   * @throws IllegalArgumentException if a line has not two filled columns, or there is no pair
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<TextPair> tsv(Path file) {
    return tsv(file, BadRows.refused());
  }

  /** As {@link #tsv(Path)}, handling bad rows as {@code bad} says. */
  public static List<TextPair> tsv(Path file, BadRows bad) {
    return Refusal.ifEmpty(file, TextFile.open(file).rows(bad, TextPairs::twoColumns), PAIR);
  }

  /**
   * Writes pairs as {@link #tsv(Path)} reads them.
   *
   * @param file is replaced if it is there
   * @throws IllegalArgumentException if a text holds a tab or a line end
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void writeTsv(Path file, List<TextPair> pairs) {
    TextFile.write(
        file, pairs.stream().map(pair -> TabRows.row(pair.first(), pair.second())).toList());
  }

  /**
   * The Microsoft Research Paraphrase Corpus (Dolan and Brockett, 2005); only the pairs that people
   * judged to mean the same (quality 1) are taken. Many of them lie in STS 2012 and the STS
   * benchmark too: {@link #apartFrom} leaves these out.
   *
   * @param file such as {@code msr_paraphrase_train.txt}
   * @throws IllegalArgumentException if the header is another, a line is malformed, or no pair is
   *     left
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<TextPair> mrpc(Path file) {
    return mrpc(file, BadRows.refused());
  }

  /** As {@link #mrpc(Path)}, handling bad rows as {@code bad} says. */
  public static List<TextPair> mrpc(Path file, BadRows bad) {
    List<Optional<TextPair>> pairs = new ArrayList<>();
    TextFile.open(file)
        .forEachLine(
            (number, begin, length, line) -> {
              String[] columns = line.split("\t", -1);
              if (number == 1) {
                checkMrpcHeader(file, columns);
              } else if (!line.isBlank()) {
                bad.addTo(pairs, file, number, () -> alike(columns));
              }
            });
    return Refusal.ifEmpty(file, pairs.stream().flatMap(Optional::stream).toList(), PAIR);
  }

  /**
   * Two files side by side: line n of one paraphrases line n of the other, as in ParaSCI.
   *
   * @param first such as {@code train.src}
   * @param second such as {@code train.tgt}, with as many lines
   * @throws IllegalArgumentException if the files differ in length, a line is blank in only one of
   *     them, or there is no pair
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static List<TextPair> parallel(Path first, Path second) {
    return parallel(first, second, BadRows.refused());
  }

  /**
   * As {@link #parallel(Path, Path)}, handling lines that are blank in one file as {@code bad}
   * says.
   */
  public static List<TextPair> parallel(Path first, Path second, BadRows bad) {
    List<String> left = TextFile.open(first).lines();
    List<String> right = TextFile.open(second).linesBeside(first, left.size());
    List<TextPair> pairs = new ArrayList<>(left.size());
    for (int i = 0; i < left.size(); i++) {
      String one = left.get(i);
      String other = right.get(i);
      if (!one.isBlank() || !other.isBlank()) {
        bad.addTo(pairs, one.isBlank() ? first : second, i + 1, () -> pair(one, other));
      }
    }
    return Refusal.ifEmpty(first, pairs, PAIR);
  }

  /**
   * Only the pairs of which neither text is in what is measured, so that nothing trains on it.
   * Texts count as equal if their letters and digits are, regardless of case: sets differ in how
   * they write spaces and punctuation.
   *
   * @param pairs are not changed
   * @param measured the texts of the evaluations
   * @return those that are left, in their order; may be empty
   */
  public static List<TextPair> apartFrom(List<TextPair> pairs, Collection<String> measured) {
    Set<String> known = new HashSet<>();
    measured.forEach(text -> known.add(letters(text)));
    return pairs.stream()
        .filter(pair -> !known.contains(letters(pair.first())))
        .filter(pair -> !known.contains(letters(pair.second())))
        .toList();
  }

  private static String letters(String text) {
    return MARKS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  private static void checkMrpcHeader(Path file, String[] columns) {
    if (!List.of(columns).equals(MRPC_HEADER)) {
      throw Refusal.of(
          file,
          1,
          "the header is %s, not MRPC's %s; for two columns use TextPairs.tsv"
              .formatted(List.of(columns), MRPC_HEADER));
    }
  }

  private static TextPair twoColumns(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 2) {
      throw new IllegalArgumentException(
          "%d columns, not 2 with a tab between".formatted(columns.length));
    }
    return pair(columns[0], columns[1]);
  }

  private static TextPair pair(String first, String second) {
    if (first.isBlank() || second.isBlank()) {
      throw new IllegalArgumentException("one text of the pair is blank");
    }
    return new TextPair(first.strip(), second.strip());
  }

  /** A pair of MRPC, unless annotators judged that its texts do not mean the same. */
  private static Optional<TextPair> alike(String[] columns) {
    if (columns.length != MRPC_HEADER.size() || !columns[0].matches("[01]")) {
      throw new IllegalArgumentException(
          "not a quality of 0 or 1, two ids and two strings by tabs");
    }
    TextPair pair = pair(columns[3], columns[4]);
    return columns[0].equals("1") ? Optional.of(pair) : Optional.empty();
  }
}
