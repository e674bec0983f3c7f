package magnet;

import java.util.List;
import magnet.infer.RawOutputs;
import magnet.io.NotNull;
import magnet.model.LanguageModel;

/** Below the surface of a model: its tokens, and the numbers that it makes of them. */
public interface TokenLevel {

  /** The model itself. */
  Magnet model();

  /** The token ids of a text, with the begin token where the model has one. */
  default int[] encode(String text) {
    return model().frame().prompt(NotNull.of(text, "text"));
  }

  /** The text of token ids; special tokens are left out. */
  default String decode(int... tokenIds) {
    return model().frame().tokenizer().decode(NotNull.of(tokenIds, "tokenIds"));
  }

  /** A token as the vocabulary writes it. */
  default String token(int id) {
    return model().frame().tokenizer().token(id);
  }

  /**
   * The scores of what comes after each token.
   *
   * @param tokenIds the tokens
   * @param pattern which token sees which, over as many tokens
   * @return {@code [tokens][vocabulary]}
   */
  default float[][] logits(int[] tokenIds, AttentionPattern pattern) {
    return outputs(tokenIds, pattern, LanguageModel::logits);
  }

  /**
   * The states after the last layer and the final norm.
   *
   * @param tokenIds the tokens
   * @param pattern which token sees which, over as many tokens
   * @return {@code [tokens][hidden]}
   */
  default float[][] hiddenStates(int[] tokenIds, AttentionPattern pattern) {
    return outputs(tokenIds, pattern, LanguageModel::hiddenStates);
  }

  private float[][] outputs(int[] tokenIds, AttentionPattern pattern, RawOutputs.Pass pass) {
    NotNull.of(tokenIds, "tokenIds");
    NotNull.of(pattern, "pattern");
    return RawOutputs.of(model().language(), tokenIds, pattern.span(), pass);
  }

  /**
   * How far two models of one vocabulary are apart: the largest difference between their logits for
   * a text, read causally and bidirectionally. What merging or another precision costs:
   *
   * <pre>{@code
   * double cost = model.logitDifference(model.merge(), "The cat sat on the mat.");
   * }</pre>
   *
   * @param other has the same vocabulary
   * @param text holds more than white space
   * @return 0 or more; logits are usually between -20 and 20
   * @throws IllegalArgumentException if the vocabularies are of different sizes
   */
  default double logitDifference(Magnet other, String text) {
    return logitDifference(other, encode(text));
  }

  /**
   * As {@link #logitDifference(Magnet, String)}, for token ids.
   *
   * @param other has the same vocabulary
   * @param tokens at least one
   * @return 0 or more
   * @throws IllegalArgumentException if the vocabularies are of different sizes
   */
  default double logitDifference(Magnet other, int... tokens) {
    NotNull.of(other, "other");
    NotNull.of(tokens, "tokens");
    double largest = 0;
    for (AttentionPattern pattern :
        List.of(
            AttentionPattern.causal(tokens.length),
            AttentionPattern.bidirectional(tokens.length))) {
      float[][] ours = logits(tokens, pattern);
      float[][] theirs = other.logits(tokens, pattern);
      if (ours[0].length != theirs[0].length) {
        throw new IllegalArgumentException(
            "The other model has %s logits a token, expected %s; compare models of one vocabulary."
                .formatted(theirs[0].length, ours[0].length));
      }
      for (int t = 0; t < tokens.length; t++) {
        for (int v = 0; v < ours[t].length; v++) {
          largest = Math.max(largest, Math.abs(ours[t][v] - theirs[t][v]));
        }
      }
    }
    return largest;
  }
}
