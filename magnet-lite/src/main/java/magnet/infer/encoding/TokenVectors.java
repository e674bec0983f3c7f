package magnet.infer.encoding;

import java.util.Arrays;
import magnet.model.tokenizer.TokenizedText;

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

  /** A text's tokens with their vectors, the rows of several texts' states from one on. */
  static TokenVectors of(String text, TokenizedText tokens, float[] states, int first, int width) {
    float[][] own = new float[tokens.length()][];
    Arrays.setAll(
        own, t -> Arrays.copyOfRange(states, (first + t) * width, (first + t + 1) * width));
    return new TokenVectors(text, tokens.ids(), tokens.begin(), tokens.end(), own);
  }

  /** Number of tokens, the begin token included. */
  public int length() {
    return ids.length;
  }

  @Override
  public String toString() {
    return length() + " token vectors of \"" + text + "\"";
  }
}
