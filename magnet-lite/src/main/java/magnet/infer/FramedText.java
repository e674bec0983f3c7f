package magnet.infer;

import java.util.Arrays;

/**
 * A text as a model takes it: its tokens between those of its frame (a begin token, an instruction,
 * an end token).
 *
 * @param tokens token ids of everything; not copied
 * @param begin index of the text's own first token
 * @param end one past the text's own last token; above {@code begin}
 */
public record FramedText(int[] tokens, int begin, int end) {

  /** Refuses a text that has no token of its own, or lies outside. */
  public FramedText {
    if (begin < 0 || end <= begin || end > tokens.length) {
      throw new IllegalArgumentException(
          ("A text at tokens [%s, %s) of %s has no place there; give it one token at least,"
                  + " inside the frame.")
              .formatted(begin, end, tokens.length));
    }
  }

  /**
   * The text without so much of its own end that it has no more tokens than a model takes. What
   * stands after it (an end token) stays.
   *
   * @param most tokens of everything
   * @throws IllegalArgumentException if what stands around the text leaves it no token
   */
  public FramedText cut(int most) {
    int less = tokens.length - most;
    if (less <= 0) {
      return this;
    }
    int[] kept = Arrays.copyOf(tokens, Math.max(0, most));
    int after = tokens.length - end;
    if (end - less > begin) {
      System.arraycopy(tokens, end, kept, most - after, after);
    }
    return new FramedText(kept, begin, end - less);
  }
}
