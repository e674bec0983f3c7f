package magnet.eval;

import java.util.Locale;
import magnet.data.TextRange;
import magnet.infer.encoding.TokenVectors;

/**
 * Which of the tokens' vectors represents a word, which is often several tokens long.
 *
 * <p>The best choice depends on the model and its training, so the probe tries those that it is
 * given and reports each.
 */
public enum WordAlignment {
  /**
   * The word's first token: usual in probes and taggers since BERT (Devlin et al. 2019). A
   * bidirectional model has seen the whole word there, a causal one only its beginning.
   */
  FIRST,
  /** The word's last token, where a causal model has seen the whole word. */
  LAST,
  /** The mean of the word's tokens. */
  MEAN,
  /**
   * The token before the word's first one: the next-token shift. A model trained on masked next
   * tokens predicts a token from the position before it, so that is where it gathers what it knows
   * of the token. Where nothing comes before, as the tokenizer adds no begin token, the word's own
   * first token stands in.
   */
  PREVIOUS,
  /**
   * The mean of the tokens that predict the word's tokens, each one place before its own: the shift
   * for every token of the word, as LLM2Vec's word-level experiments are set up (BehnamGhader et
   * al. 2024: labels of the next token, sub-words merged). It holds all but the last of the word's
   * own tokens.
   */
  SHIFTED_MEAN;

  /** What tables call it: first, last, mean, previous, shifted mean. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Writes the vector of a word.
   *
   * @param tokens the text's tokens with their vectors
   * @param word where the word lies in that text
   * @param target gets the vector
   * @param at index of its first number in the target
   * @throws IllegalArgumentException if no token holds a character of the word
   */
  void write(TokenVectors tokens, TextRange word, float[] target, int at) {
    int first = 0;
    while (first < tokens.length() && !holds(tokens, first, word)) {
      first++;
    }
    int end = first;
    while (end < tokens.length() && holds(tokens, end, word)) {
      end++;
    }
    if (first == end) {
      throw new IllegalArgumentException(
          "No token of \"%s\" holds a character of \"%s\", expected one at least; the tokenizer drops it."
              .formatted(tokens.text(), word.of(tokens.text())));
    }
    switch (this) {
      case FIRST -> mean(tokens.vectors(), first, first + 1, 0, target, at);
      case LAST -> mean(tokens.vectors(), end - 1, end, 0, target, at);
      case PREVIOUS -> mean(tokens.vectors(), first, first + 1, 1, target, at);
      case MEAN -> mean(tokens.vectors(), first, end, 0, target, at);
      case SHIFTED_MEAN -> mean(tokens.vectors(), first, end, 1, target, at);
    }
  }

  private static void mean(
      float[][] vectors, int first, int end, int shift, float[] target, int at) {
    for (int t = first; t < end; t++) {
      float[] vector = vectors[Math.max(0, t - shift)];
      for (int d = 0; d < vector.length; d++) {
        target[at + d] += vector[d] / (end - first);
      }
    }
  }

  private static boolean holds(TokenVectors tokens, int token, TextRange word) {
    return tokens.end()[token] > word.begin() && tokens.begin()[token] < word.end();
  }
}
