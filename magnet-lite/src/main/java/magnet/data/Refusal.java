package magnet.data;

import java.nio.file.Path;
import java.util.List;
import magnet.io.Quoted;

/** How a reader rejects input: the file, the line, the reason. */
public final class Refusal {

  private Refusal() {}

  /** A line of a file that does not fit its format. */
  static IllegalArgumentException of(Path file, long line, String reason) {
    return new IllegalArgumentException(
        Quoted.sentence("%s, line %d: %s".formatted(file, line, reason)));
  }

  /** A file that has nothing for a corpus. */
  public static IllegalArgumentException empty(Path file, String expected) {
    return new IllegalArgumentException(
        "%s holds no %s; give a file that has at least one".formatted(file, expected));
  }

  /** The values as they are, unless a file gave none. */
  public static <T> List<T> ifEmpty(Path file, List<T> values, String expected) {
    if (values.isEmpty()) {
      throw empty(file, expected);
    }
    return List.copyOf(values);
  }

  /** A file of vectors that is of another form; the message says what was found. */
  public static IllegalArgumentException notVectors(Path file, IllegalArgumentException cause) {
    return new IllegalArgumentException(
        Quoted.sentence(
            "%s is no file of vectors that can be read: %s".formatted(file, cause.getMessage())),
        cause);
  }
}
