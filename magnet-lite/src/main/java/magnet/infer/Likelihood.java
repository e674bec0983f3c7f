package magnet.infer;

import java.util.Locale;

/**
 * How likely a model finds some tokens.
 *
 * @param log natural logarithm of the probability of all of them together, at most 0
 * @param tokens how many, at least 1
 */
public record Likelihood(double log, int tokens) {

  /** The mean log-likelihood per token. */
  public double perToken() {
    return log / tokens;
  }

  /**
   * e to the mean negative logarithm: 1 for what the model is sure of, higher for what surprises
   * it.
   */
  public double perplexity() {
    return Math.exp(-perToken());
  }

  /** This and other tokens together: perplexity over a whole corpus is that of the sum. */
  public Likelihood plus(Likelihood other) {
    return new Likelihood(log + other.log, tokens + other.tokens);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "log-likelihood %.4f of %d tokens, perplexity %.4f",
        log,
        tokens,
        perplexity());
  }
}
