package magnet.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The few lines of text that stand in place of a large file where a repository was cloned without
 * Git LFS.
 */
public final class LfsPointer {

  private static final int MOST_BYTES = 1024; // by the specification of Git LFS
  private static final String BEGIN = "version https://git-lfs.github.com/spec/";

  private LfsPointer() {}

  /**
   * Refuses a file that is such a pointer.
   *
   * @throws IllegalArgumentException if it is one; the message says how to get the file
   * @throws IOException if it cannot be read
   */
  public static void refuse(Path file) throws IOException {
    if (Files.size(file) < MOST_BYTES
        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).startsWith(BEGIN)) {
      throw new IllegalArgumentException(
          file
              + " is a Git LFS pointer, expected the file that it stands for; run git lfs pull in"
              + " its folder, or download the file.");
    }
  }
}
