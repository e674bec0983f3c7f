package magnet.infer.sampling;

import java.util.Arrays;
import java.util.stream.Stream;

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

  /**
   * How many of the highest logits decide: all others, but for those that tie with the last of
   * these, may be negative infinity, and the choice is the same. A large vocabulary need not be
   * brought from a GPU then.
   *
   * @return 1 or more; or 0, the default: any logit may count
   */
  default int decisive() {
    return 0;
  }

  /** How many of the highest logits decide for all of some samplers; 0 where any may count. */
  static int decisive(Stream<Sampler> samplers) {
    int[] each = samplers.mapToInt(Sampler::decisive).toArray();
    return Arrays.stream(each).min().orElse(0) == 0 ? 0 : Arrays.stream(each).max().orElseThrow();
  }
}
