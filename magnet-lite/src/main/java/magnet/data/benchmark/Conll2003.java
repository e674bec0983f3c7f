package magnet.data.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import magnet.data.BadRows;
import magnet.data.Refusal;
import magnet.data.TextFile;

/**
 * CoNLL-2003, English news with part-of-speech, chunk and name tags (Tjong Kim Sang and De Meulder,
 * "Introduction to the CoNLL-2003 shared task", 2003), and any file of the same form.
 *
 * <p>A line is a word: the word, its part of speech, its chunk tag and its name tag by spaces or
 * tabs. An empty line ends a sentence, a line that begins with {@code -DOCSTART-} a document; such
 * lines are not sentences. Tags are given as they are in the file, which for the original is IOB1:
 * measures read both forms. A bad row is a whole sentence: with one word left out it would be a
 * different one. Published counts of {@code eng.train}, {@code eng.testa} and {@code eng.testb}:
 * 14,041, 3,250 and 3,453 sentences.
 */
public final class Conll2003 {

  private static final String DOCUMENT = "-DOCSTART-";
  private static final Pattern BETWEEN = Pattern.compile("[ \t]+");
  private static final Pattern TAG = Pattern.compile("O|[BI]-.+");
  private static final int COLUMNS = 4;

  private Conll2003() {}

  /**
   * Reads one of the files.
   *
   * @param file such as {@code eng.testb}
   * @return the sentences in the file's order
   * @throws IllegalArgumentException if a line is malformed, or there is no sentence
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<TaggedSentence> read(Path file) {
    return read(file, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling sentences that have a bad line as {@code bad} says. */
  public static List<TaggedSentence> read(Path file, BadRows bad) {
    SentenceLines sentences = new SentenceLines(file, bad);
    TextFile.open(file).forEachLine((number, begin, length, line) -> sentences.line(number, line));
    sentences.end();
    return Refusal.ifEmpty(file, sentences.done, "tagged sentence");
  }

  /**
   * Writes sentences as {@link #read(Path)} reads them, the columns one space apart and an empty
   * line after each sentence; tags as they are.
   *
   * @param file is replaced if it is there
   * @throws IllegalArgumentException if a word or a tag is empty or holds white space, or a tag is
   *     neither IOB1 nor IOB2
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, List<TaggedSentence> sentences) {
    List<String> lines = new ArrayList<>();
    for (TaggedSentence sentence : sentences) {
      for (int i = 0; i < sentence.words().size(); i++) {
        lines.add(
            line(
                sentence.words().get(i),
                sentence.partsOfSpeech().get(i),
                sentence.chunks().get(i),
                sentence.entities().get(i)));
      }
      lines.add("");
    }
    TextFile.write(file, lines);
  }

  private static String line(String... columns) {
    String line = String.join(" ", columns);
    String fault = line.startsWith(DOCUMENT) ? "it would begin a document" : fault(columns);
    if (fault == null && !List.of(columns).equals(List.of(BETWEEN.split(line.strip())))) {
      fault = "a column is empty or holds white space";
    }
    if (fault != null) {
      throw new IllegalArgumentException(
          "the word \"%s\" cannot be written: %s; change it".formatted(line, fault));
    }
    return line;
  }

  private static String fault(String[] columns) {
    if (columns.length != COLUMNS) {
      return String.format(
          Locale.ROOT, "%d columns, not 4: word, part of speech, chunk and name", columns.length);
    }
    for (int i = 2; i < COLUMNS; i++) {
      if (!TAG.matcher(columns[i]).matches()) {
        return "the tag \"%s\" is neither O nor B- or I- and a type".formatted(columns[i]);
      }
    }
    return null;
  }

  /** Builds a sentence line by line. */
  private static final class SentenceLines {

    private final Path file;
    private final BadRows bad;
    private final List<TaggedSentence> done = new ArrayList<>();
    private final List<String[]> words = new ArrayList<>();
    private boolean spoilt;

    private SentenceLines(Path file, BadRows bad) {
      this.file = file;
      this.bad = bad;
    }

    private void line(long number, String line) {
      if (line.isBlank() || line.startsWith(DOCUMENT)) {
        end();
        return;
      }
      String[] columns = BETWEEN.split(line.strip());
      String fault = fault(columns);
      if (fault == null) {
        words.add(columns);
      } else if (!spoilt) {
        bad.found(file, number, fault);
        spoilt = true;
      }
    }

    private void end() {
      if (!spoilt && !words.isEmpty()) {
        done.add(new TaggedSentence(column(0), column(1), column(2), column(3)));
      }
      words.clear();
      spoilt = false;
    }

    private List<String> column(int column) {
      return words.stream().map(word -> word[column]).toList();
    }
  }
}
