package magnet.infer.sampling;

/**
 * Chooses the next token. Samplers compose by wrapping one another: a filter changes the logits and
 * passes them on, {@link Greedy} or {@link MultinomialSampler} is at the end of the chain.
 */
public interface Sampler {

  /**
   * The next token.
   *
   * @param logits the score of each token id, {@code [vocabulary]}, negative infinity where a token
   *     must not come; the chain may change the array
   * @param soFar ids of the text before it, in order
   * @return a token id
   * @throws IllegalArgumentException if a logit is NaN or positive infinity, or no token is left to
   *     choose
   */
  int next(float[] logits, int[] soFar);
}
