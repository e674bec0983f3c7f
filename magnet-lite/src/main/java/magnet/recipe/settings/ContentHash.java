package magnet.recipe.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import magnet.io.Digest;
import magnet.io.Unreadable;

/** Short names for contents: equal for equal contents, wherever they are. */
public final class ContentHash {

  private static final int DIGITS = 16;

  private ContentHash() {}

  /** The hash of some texts in order. */
  public static String of(String... texts) {
    Digest digest = Digest.sha256();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.add(bytes.length + ":").add(bytes);
    }
    return digest.hex().substring(0, DIGITS);
  }

  /**
   * The hash of a file, or of all files in a folder with their names.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  public static String of(Path path) {
    Digest digest = Digest.sha256();
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        digest.add(path.relativize(file).toString()).add(file);
      }
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
    return digest.hex().substring(0, DIGITS);
  }
}
