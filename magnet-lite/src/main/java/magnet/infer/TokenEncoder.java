package magnet.infer;

import java.util.List;

/** Gives each token of a text a vector. */
public interface TokenEncoder {

  /**
   * Encodes the tokens of texts.
   *
   * @param texts not empty, in any order and of any lengths
   * @return the vectors of each text, in their order; the caller owns them
   * @throws IllegalArgumentException if a text is empty or too long
   */
  List<TokenVectors> encodeTokens(List<String> texts);

  /**
   * Encodes the tokens of one text.
   *
   * @param text not empty
   * @throws IllegalArgumentException if the text is empty or too long
   */
  default TokenVectors encodeTokens(String text) {
    return encodeTokens(List.of(text)).get(0);
  }
}
