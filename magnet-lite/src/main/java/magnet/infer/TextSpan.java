package magnet.infer;

import magnet.data.TextRange;

/**
 * A stretch of a text.
 *
 * @param text the whole text
 * @param range the stretch, not empty and inside the text
 */
public record TextSpan(String text, TextRange range) {

  /** Refuses a range that is empty, only white space or not inside the text. */
  public TextSpan {
    if (range.of(text).isBlank()) {
      throw new IllegalArgumentException(
          "The span [%s, %s) of the text is empty, expected some words of it."
              .formatted(range.begin(), range.end()));
    }
  }
}
