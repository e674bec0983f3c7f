package magnet.data;

import java.nio.file.Path;
import java.util.List;
import magnet.io.AtomicFile;

/** Lines that become a text file, UTF-8 with LF. */
public final class WrittenLines {

  private WrittenLines() {}

  /**
   * Writes lines, all or none; the folder is made if it is absent.
   *
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, List<String> lines) {
    AtomicFile.write(file, String.join("\n", lines) + "\n");
  }
}
