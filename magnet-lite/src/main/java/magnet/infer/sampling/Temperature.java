package magnet.infer.sampling;

/**
 * Divides the logits by a temperature: below 1 the likely tokens become likelier, above 1 all
 * tokens come closer together. Where the temperature is so low that the quotients are beyond a
 * float's range, the likeliest token is chosen, as it would be with more digits.
 *
 * @param temperature above 0; 1 changes nothing
 * @param next what chooses from the result
 */
public record Temperature(double temperature, Sampler next) implements Sampler {

  /** Checks it. */
  public Temperature {
    require(temperature);
  }

  /** Refuses a temperature that is not above 0. */
  public static void require(double temperature) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature is "
              + temperature
              + ", expected a number above 0; for the likeliest token each time use greedy.");
    }
  }

  @Override
  public int next(float[] logits, int[] soFar) {
    int best = Logits.argMax(logits);
    if (Float.isInfinite((float) (logits[best] / temperature))) {
      return best;
    }
    for (int id = 0; id < logits.length; id++) {
      logits[id] = (float) (logits[id] / temperature);
    }
    return next.next(logits, soFar);
  }

  @Override
  public int decisive() {
    return next.decisive();
  }
}
