package magnet.infer.sampling;

/** Arithmetic on one row of logits that the samplers share. */
public final class Logits {

  private Logits() {}

  /**
   * The id with the highest logit, the lowest such id in a tie.
   *
   * @throws IllegalArgumentException if a logit is NaN or positive infinity, or all are negative
   *     infinity
   */
  public static int argMax(float[] logits) {
    int best = -1;
    float highest = Float.NEGATIVE_INFINITY;
    for (int id = 0; id < logits.length; id++) {
      if (Float.isNaN(logits[id]) || logits[id] == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            ("The logit of token %s is %s, expected a number; the model's weights are damaged or"
                    + " its training diverged: load an earlier state, or train with a lower learning"
                    + " rate.")
                .formatted(id, logits[id]));
      }
      if (logits[id] > highest) {
        highest = logits[id];
        best = id;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException(
          "None of %s tokens may come next, expected one at least; exclude fewer tokens."
              .formatted(logits.length));
    }
    return best;
  }

  /** What a token counts beside the likeliest one: e to the difference of their logits. */
  static double share(float logit, float highest) {
    // Most tokens may be excluded, and an exponential is slow.
    return logit == Float.NEGATIVE_INFINITY ? 0 : Math.exp(logit - highest);
  }

  /** Excludes every token whose logit is below a threshold. */
  static void dropBelow(float[] logits, float threshold) {
    for (int id = 0; id < logits.length; id++) {
      if (logits[id] < threshold) {
        logits[id] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
