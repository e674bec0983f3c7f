package magnet.model.tokenizer;

import java.util.Arrays;

/**
 * A text as tokens, each with the range of the text that it stands for.
 *
 * <p>Ranges count Java chars, so that {@code text.substring(begin[i], end[i])} is a token's text.
 * White space at either side of a token is left out, whatever the tokenizer's convention is; a
 * token of nothing but white space has an empty range after it. Several tokens may share one range
 * (the bytes of an emoji), and one may stand for less than what was written (a normaliser composes
 * accents).
 *
 * @param ids the tokens, without any special token that was not in the text itself; the caller owns
 *     these arrays
 * @param begin first char of each token; as long as ids
 * @param end one past the last char of each token; as long as ids
 */
public record TokenizedText(int[] ids, int[] begin, int[] end) {

  /** Number of tokens. */
  public int length() {
    return ids.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenizedText that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(begin, that.begin)
        && Arrays.equals(end, that.end);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return ids.length + " tokens " + Arrays.toString(ids);
  }
}
