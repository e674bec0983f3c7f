package magnet.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes a file completely or not at all: into a hidden file beside it, forced to disk, then moved
 * into its place in one step. A reader that has the old file open or mapped keeps the old file. A
 * hidden file that a killed process left is removed when the next file is written to its folder.
 */
public final class AtomicFile {

  private static final Pattern PART =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part");

  private AtomicFile() {}

  /** Puts the bytes of a file into a channel. */
  @FunctionalInterface
  public interface Content {

    /** Writes to the open file, from its start. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes or replaces a file. Its folder is made if it is absent.
   *
   * @param content what it will hold; if this fails, the target stays as it was
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path target, Content content) {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      removeLeftOver(folder);
      String begin = "." + absolute.getFileName() + ".";
      try (WriterLock part =
          WriterLock.create(() -> folder.resolve(begin + UUID.randomUUID() + ".part"))) {
        try {
          content.writeTo(part.channel());
          part.channel().force(true);
          Files.move(part.file(), absolute, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(part.file()); // it is still there only after a failure
        }
      }
    } catch (IOException e) {
      throw unwritten(target, e);
    }
  }

  static UncheckedIOException unwritten(Path target, IOException cause) {
    return new UncheckedIOException(
        target
            + " cannot be written: "
            + cause
            + "; check the folder's permissions and free space.",
        cause);
  }

  /**
   * Reads a text file, in UTF-8.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    }
  }

  /** Writes or replaces a text file, in UTF-8, as {@link #write(Path, Content)} does. */
  public static void write(Path target, String text) {
    write(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes or replaces a file of bytes, as {@link #write(Path, Content)} does. */
  public static void write(Path target, byte[] bytes) {
    write(target, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /** Writes all that remains in a buffer. */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Removes the hidden files of writers that were killed. */
  static void removeLeftOver(Path folder) {
    WriterLock.removeLeftOver(folder, PART, Files::deleteIfExists);
  }
}
