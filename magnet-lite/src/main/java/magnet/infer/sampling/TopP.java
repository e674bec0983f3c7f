package magnet.infer.sampling;

import java.util.Arrays;

/**
 * Nucleus sampling (Holtzman et al. 2020): keeps the likeliest tokens that together reach a
 * probability of p, and those that tie with the last of them.
 *
 * @param p above 0, at most 1; 1 keeps all
 * @param next what chooses from the result
 */
public record TopP(double p, Sampler next) implements Sampler {

  /** Checks it. */
  public TopP {
    require(p);
  }

  /** Refuses a p that is not above 0 and at most 1. */
  public static void require(double p) {
    if (!(p > 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "top-p is " + p + ", expected above 0 and at most 1; 0.9 is a common choice.");
    }
  }

  @Override
  public int next(float[] logits, int[] soFar) {
    if (p < 1) {
      Logits.dropBelow(logits, threshold(logits));
    }
    return next.next(logits, soFar);
  }

  /** The logit of the last token that belongs to the nucleus. */
  private float threshold(float[] logits) {
    float highest = logits[Logits.argMax(logits)];
    double total = 0;
    for (float logit : logits) {
      total += Logits.share(logit, highest);
    }
    // All tokens below this one together hold less than 1 - p, so none of them is needed to reach
    // p, and what is left to sort is short.
    double least = (1 - p) * total / logits.length;
    float[] likely = new float[logits.length];
    int count = 0;
    for (float logit : logits) {
      if (Logits.share(logit, highest) >= least) {
        likely[count++] = logit;
      }
    }
    Arrays.sort(likely, 0, count);
    double reached = 0;
    for (int i = count - 1; i > 0; i--) {
      reached += Math.exp(likely[i] - highest) / total;
      if (reached >= p) {
        return likely[i];
      }
    }
    return likely[0];
  }
}
