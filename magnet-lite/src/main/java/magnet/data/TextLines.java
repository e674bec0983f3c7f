package magnet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain text with one document per line.
 *
 * <p>UTF-8 with line ends LF or CR LF; white space around a line is dropped and blank lines are
 * skipped. The file is mapped, so its size does not matter.
 */
public final class TextLines {

  private TextLines() {}

  /**
   * Opens a file: reads it once to find its lines.
   *
   * @param file the file, which must not change while it is in use
   * @throws IllegalArgumentException if a line is not UTF-8, or all lines are blank
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static Documents read(Path file) {
    TextFile lines = TextFile.open(file);
    return FileIndex.of(lines, text -> !text.isBlank())
        .documents(lines, "line of text", line -> Document.of(line.strip()));
  }

  /**
   * Writes the texts of documents as {@link #read} reads them; what they know about sentences is
   * left out.
   *
   * @param file is replaced if it is there
   * @throws IllegalArgumentException if a text holds a line end, or white space bounds it
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, Documents documents) {
    List<String> lines = new ArrayList<>(documents.size());
    for (int i = 0; i < documents.size(); i++) {
      String text = documents.get(i).text();
      if (!text.equals(text.strip()) || text.lines().count() != 1) {
        throw new IllegalArgumentException(
            "document %d is not one line without white space around it: \"%s\"; write one line a document"
                .formatted(i, text));
      }
      lines.add(text);
    }
    TextFile.write(file, lines);
  }
}
