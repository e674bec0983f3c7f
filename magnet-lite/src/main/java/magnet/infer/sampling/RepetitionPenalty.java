package magnet.infer.sampling;

import java.util.Arrays;

/**
 * Makes tokens that the text holds already less likely, as CTRL does (Keskar et al. 2019) and
 * Hugging Face transformers after it: a positive logit is divided by the penalty, a negative one
 * multiplied with it, once for each such token however often it occurs.
 *
 * @param penalty 1 changes nothing, above 1 discourages repetition, below 1 encourages it
 * @param next what chooses from the result
 */
public record RepetitionPenalty(double penalty, Sampler next) implements Sampler {

  /** Checks it. */
  public RepetitionPenalty {
    require(penalty);
  }

  /** Refuses a penalty that is not above 0. */
  public static void require(double penalty) {
    if (!(penalty > 0) || Double.isInfinite(penalty)) {
      throw new IllegalArgumentException(
          "repetition penalty is " + penalty + ", expected a number above 0; 1 changes nothing.");
    }
  }

  @Override
  public int next(float[] logits, int[] soFar) {
    Arrays.stream(soFar)
        .distinct()
        .filter(id -> id < logits.length && Float.isFinite(logits[id]))
        .forEach(id -> logits[id] = penalised(logits[id]));
    return next.next(logits, soFar);
  }

  /** Finite whatever the penalty, so that a token that is allowed stays allowed. */
  private float penalised(float logit) {
    double changed = logit > 0 ? logit / penalty : logit * penalty;
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, changed));
  }
}
