package magnet.data;

import java.io.Serializable;

/**
 * A stretch of a text, half-open: from {@code begin} up to but not including {@code end}.
 *
 * @param begin the first character, counted in UTF-16 units from 0, as {@link String} counts
 * @param end one past the last character, at least {@code begin}
 */
public record TextRange(int begin, int end) implements Serializable {

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if begin is negative or after end
   */
  public TextRange {
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "text range [%d, %d) must begin at 0 or later and not end before it begins"
              .formatted(begin, end));
    }
  }

  /** How many UTF-16 units the range holds; 0 or more. */
  public int length() {
    return end - begin;
  }

  /**
   * The characters of the text that lie in this range.
   *
   * @param text the text that the range was made for
   * @throws IllegalArgumentException if the range ends after the text
   */
  public String of(String text) {
    if (end > text.length()) {
      throw new IllegalArgumentException(
          "text range [%d, %d) ends after a text of %d characters; use the text it was made for"
              .formatted(begin, end, text.length()));
    }
    return text.substring(begin, end);
  }
}
