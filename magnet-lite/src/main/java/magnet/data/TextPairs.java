package magnet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Paraphrase pairs, the two views of a text that the contrastive objective pulls together.
 *
 * <p>All readers take UTF-8, keep the pairs in memory in the file's order, and refuse a malformed
 * line with its number. Quotes are plain characters: none of these formats quotes its fields.
 */
public final class TextPairs {

  private static final List<String> MRPC_HEADER =
      List.of("Quality", "#1 ID", "#2 ID", "#1 String", "#2 String");

  private TextPairs() {}

  /**
   * Two columns with a tab between, no header; blank lines are skipped.
   *
   * @param file such as {@code pairs.tsv}
   * @throws IllegalArgumentException if a line has not two filled columns, or there is no pair
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<TextPair> tsv(Path file) {
    List<TextPair> pairs = new ArrayList<>();
    TextFile.open(file)
        .forEachLine(
            (number, begin, length, line) -> {
              if (!line.isBlank()) {
                String[] columns = line.split("\t", -1);
                if (columns.length != 2) {
                  throw Refusal.of(
                      file,
                      number,
                      "%d columns, not 2 with a tab between".formatted(columns.length));
                }
                pairs.add(pair(file, number, columns[0], columns[1]));
              }
            });
    return filled(file, pairs);
  }

  /**
   * The Microsoft Research Paraphrase Corpus (Dolan and Brockett, 2005); only the pairs that people
   * judged to mean the same (quality 1) are taken. Many of them lie in STS 2012 and the STS
   * benchmark too: do not train on them what is measured there.
   *
   * @param file such as {@code msr_paraphrase_train.txt}
   * @throws IllegalArgumentException if the header is another, a line is malformed, or no pair is
   *     left
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<TextPair> mrpc(Path file) {
    List<TextPair> pairs = new ArrayList<>();
    TextFile.open(file)
        .forEachLine(
            (number, begin, length, line) -> {
              String[] columns = line.split("\t", -1);
              if (number == 1) {
                checkMrpcHeader(file, columns);
              } else if (!line.isBlank()) {
                if (columns.length != MRPC_HEADER.size() || !columns[0].matches("[01]")) {
                  throw Refusal.of(
                      file, number, "not a quality of 0 or 1, two ids and two strings by tabs");
                }
                if (columns[0].equals("1")) {
                  pairs.add(pair(file, number, columns[3], columns[4]));
                }
              }
            });
    return filled(file, pairs);
  }

  /**
   * Two files side by side: line n of the one paraphrases line n of the other, as in ParaSCI.
   *
   * @param first such as {@code train.src}
   * @param second such as {@code train.tgt}, with as many lines
   * @throws IllegalArgumentException if the files differ in length, a line is blank in only one of
   *     them, or there is no pair
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static List<TextPair> parallel(Path first, Path second) {
    List<String> left = lines(first);
    List<String> right = lines(second);
    if (left.size() != right.size()) {
      throw new IllegalArgumentException(
          "%s has %d lines but %s has %d; line n of one must paraphrase line n of the other"
              .formatted(first, left.size(), second, right.size()));
    }
    List<TextPair> pairs = new ArrayList<>(left.size());
    for (int i = 0; i < left.size(); i++) {
      if (!left.get(i).isBlank() || !right.get(i).isBlank()) {
        pairs.add(pair(left.get(i).isBlank() ? first : second, i + 1, left.get(i), right.get(i)));
      }
    }
    return filled(first, pairs);
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

  private static List<String> lines(Path file) {
    List<String> lines = new ArrayList<>();
    TextFile.open(file).forEachLine((number, begin, length, line) -> lines.add(line));
    return lines;
  }

  private static TextPair pair(Path file, long number, String first, String second) {
    if (first.isBlank() || second.isBlank()) {
      throw Refusal.of(file, number, "one text of the pair is blank");
    }
    return new TextPair(first.strip(), second.strip());
  }

  private static List<TextPair> filled(Path file, List<TextPair> pairs) {
    if (pairs.isEmpty()) {
      throw Refusal.empty(file, "pair of paraphrases");
    }
    return List.copyOf(pairs);
  }
}
