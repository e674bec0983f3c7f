package magnet.infer.sampling;

import java.util.SplittableRandom;

/** Draws a token by its probability, the softmax of the logits. One sequence of draws per seed. */
public final class MultinomialSampler implements Sampler {

  private final SplittableRandom random;

  /**
   * Starts a sequence of draws.
   *
   * @param seed the same seed and the same logits give the same tokens
   */
  public MultinomialSampler(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public int next(float[] logits, int[] soFar) {
    int best = Logits.argMax(logits);
    double[] below = new double[logits.length]; // running sum of the unnormalised probabilities
    double total = 0;
    for (int id = 0; id < logits.length; id++) {
      total += Logits.share(logits[id], logits[best]);
      below[id] = total;
    }
    double mark = random.nextDouble() * total;
    for (int id = 0; id < logits.length; id++) {
      if (mark < below[id]) {
        return id;
      }
    }
    return best; // a mark that rounding put at the very end
  }
}
