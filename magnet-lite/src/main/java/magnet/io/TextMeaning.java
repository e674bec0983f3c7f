package magnet.io;

import java.nio.file.Path;

/** What the texts of a file mean where they are read. */
@FunctionalInterface
public interface TextMeaning {

  /**
   * A text with its variables replaced.
   *
   * @throws IllegalArgumentException if a variable has no value
   */
  String in(String text, SourceLocation place);

  /** Where paths begin: the current folder, unless somebody wrote them elsewhere. */
  default Path from() {
    return Path.of("");
  }
}
