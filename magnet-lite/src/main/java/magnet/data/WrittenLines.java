package magnet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lines that become a text file, UTF-8 with LF. */
public final class WrittenLines {

  private WrittenLines() {}

  /**
   * Writes lines; the folder is made if it is absent.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written: %s; check the folder's rights and free space".formatted(file, e),
          e);
    }
  }
}
