package magnet.data.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import magnet.data.BadRows;
import magnet.data.TabRows;
import magnet.data.TextFile;

/**
 * Labelled texts of your own, as a tab-separated table with a header: the columns {@code label} and
 * {@code text}, in any order; others are ignored.
 *
 * <p>The published sets have their own readers: {@link TwentyNewsgroups}, {@link
 * StackOverflowTitles}.
 */
public final class LabelledTexts {

  private static final List<String> COLUMNS = List.of("label", "text");

  private LabelledTexts() {}

  /**
   * Reads a file.
   *
   * @param file such as {@code topics.tsv}
   * @throws IllegalArgumentException if the header lacks a column, a row is malformed, or there is
   *     no text
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static List<LabelledText> read(Path file) {
    return read(file, BadRows.refused());
  }

  /** As {@link #read(Path)}, handling bad rows as {@code bad} says. */
  public static List<LabelledText> read(Path file, BadRows bad) {
    return TabRows.read(
        file, COLUMNS, "labelled text", bad, row -> new LabelledText(row.get(1), row.get(0)));
  }

  /**
   * Writes a file that {@link #read(Path)} reads.
   *
   * @param file is replaced if it is there
   * @throws IllegalArgumentException if a label or a text holds a tab or a line end
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, List<LabelledText> texts) {
    List<String> lines = new ArrayList<>();
    lines.add(String.join("\t", COLUMNS));
    texts.forEach(text -> lines.add(TabRows.row(text.label(), text.text())));
    TextFile.write(file, lines);
  }
}
