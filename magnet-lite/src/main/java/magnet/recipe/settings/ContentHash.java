package magnet.recipe.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Short names for contents: equal for equal contents, wherever they lie. */
public final class ContentHash {

  private static final int DIGITS = 16;

  private ContentHash() {}

  /** The hash of some texts in order. */
  public static String of(String... texts) {
    MessageDigest digest = sha256();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  /**
   * The hash of a file, or of all files in a folder with their names.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  public static String of(Path path) {
    MessageDigest digest = sha256();
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      byte[] block = new byte[1 << 16];
      for (Path file : files) {
        digest.update(path.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
          while (bytes.read(block) >= 0) {
            // The digest sees what is read.
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read: " + e, e);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "This Java has no SHA-256, which every Java platform must have: " + e.getMessage(), e);
    }
  }
}
