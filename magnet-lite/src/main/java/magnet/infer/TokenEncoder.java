package magnet.infer;

/** Gives each token of a text a vector. */
public interface TokenEncoder {

  /**
   * Encodes the tokens of one text.
   *
   * @param text not empty
   * @throws IllegalArgumentException if the text is empty or too long
   */
  TokenVectors encodeTokens(String text);
}
