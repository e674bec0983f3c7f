package magnet.infer.encoding;

/**
 * A text's tokens with a vector each. A begin token, where the model has one, comes first and has
 * the empty range [0, 0): what predicts the first word is read from it.
 *
 * @param text the text
 * @param ids token ids, {@code [tokens]}
 * @param begin first char of the text that each token stands for, {@code [tokens]}
 * @param end one past the last such char, {@code [tokens]}
 * @param vectors {@code [tokens][hidden]}
 */
public record TokenVectors(String text, int[] ids, int[] begin, int[] end, float[][] vectors) {

  /** Number of tokens, the begin token included. */
  public int length() {
    return ids.length;
  }

  @Override
  public String toString() {
    return length() + " token vectors of \"" + text + "\"";
  }
}
