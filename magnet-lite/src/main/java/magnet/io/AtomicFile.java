package magnet.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file so that it is there whole or not at all: into a temporary file beside it, forced to
 * disk, then moved into its place in one step. A reader that has the old file open or mapped keeps
 * the old file.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Puts the bytes of a file into a channel. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes.
     *
     * @param channel the open file, at its start
     * @throws IOException if the disk is full, for example
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes or replaces a file. Its folder is made if it is absent.
   *
   * @param target the file
   * @param content what it will hold; if this fails, the target stays as it was
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path target, Content content) {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    Path part = folder.resolve("." + absolute.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(folder);
      try {
        try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          content.writeTo(channel);
          channel.force(true);
        }
        Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part); // only after a failure is it still there
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          target + " cannot be written: " + e + "; check the folder's rights and free space.", e);
    }
  }

  /**
   * Writes or replaces a text file, in UTF-8.
   *
   * @param target the file
   * @param text what it will hold
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path target, String text) {
    write(target, channel -> writeFully(channel, StandardCharsets.UTF_8.encode(text)));
  }

  /** Writes all that remains in a buffer. */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
