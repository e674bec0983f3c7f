package magnet.infer.sampling;

/**
 * Keeps the tokens whose probability is at least a share of the likeliest token's (Nguyen et al.
 * 2025).
 *
 * @param p in [0, 1]; 0 keeps all, 1 the likeliest only
 * @param next what chooses from the result
 */
public record MinP(double p, Sampler next) implements Sampler {

  /** Checks it. */
  public MinP {
    require(p);
  }

  /** Refuses a p that is not in [0, 1]. */
  public static void require(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "min-p is " + p + ", expected 0 to 1; 0.05 is a common choice.");
    }
  }

  @Override
  public int next(float[] logits, int[] soFar) {
    Logits.dropBelow(logits, (float) (logits[Logits.argMax(logits)] + Math.log(p)));
    return next.next(logits, soFar);
  }
}
