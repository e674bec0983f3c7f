package magnet.eval;

import java.util.List;
import magnet.infer.Likelihood;

/**
 * Perplexity of a collection of texts: e to the mean negative log-likelihood of a token, over all
 * tokens of all texts, so that a long text counts more than a short one. Comparable only between
 * models that cut text into the same tokens.
 */
public final class Perplexity {

  private Perplexity() {}

  /**
   * The perplexity of all together.
   *
   * @param texts one at least
   * @return 1 for what the model is sure of, higher for what surprises it
   * @throws IllegalArgumentException if there is no text
   */
  public static double of(List<Likelihood> texts) {
    return texts.stream()
        .reduce(Likelihood::plus)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There are 0 texts, of which no perplexity is known; give one at least."))
        .perplexity();
  }

  /**
   * The score of that, with a bootstrap interval over the texts.
   *
   * @param metric the score's name
   * @param texts one at least
   * @throws IllegalArgumentException if there is no text
   */
  public static Score score(String metric, List<Likelihood> texts) {
    Score score = Score.lower(metric, of(texts));
    return Bootstrap.within(
        score,
        texts.size(),
        drawn -> {
          double log = 0;
          long tokens = 0;
          for (int i : drawn) {
            log += texts.get(i).log();
            tokens += texts.get(i).tokens();
          }
          return Math.exp(-log / tokens);
        });
  }
}
