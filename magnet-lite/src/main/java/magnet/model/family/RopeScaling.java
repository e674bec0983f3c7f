package magnet.model.family;

/**
 * How rotary frequencies are stretched for texts longer than those of pretraining.
 *
 * <p>The supported kinds are those records; each knows what becomes of one frequency.
 */
public sealed interface RopeScaling {

  /**
   * The frequency after stretching, computed in float as Hugging Face transformers does.
   *
   * @param inverseFrequency radians per position before stretching, positive
   * @return radians per position
   */
  float scale(float inverseFrequency);

  /** No stretching: {@code default}. */
  record None() implements RopeScaling {

    @Override
    public float scale(float inverseFrequency) {
      return inverseFrequency;
    }
  }

  /**
   * Every position is divided by one factor: {@code linear} (position interpolation, arXiv
   * 2306.15595).
   *
   * @param factor how many times longer texts may become, positive
   */
  record Linear(double factor) implements RopeScaling {

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it is not a positive number
     */
    public Linear {
      requirePositive("factor", factor);
    }

    @Override
    public float scale(float inverseFrequency) {
      return inverseFrequency / (float) factor;
    }
  }

  /**
   * Slow frequencies are divided by a factor, fast ones are kept, those between are blended: {@code
   * llama3} (Llama 3.1 and later).
   *
   * @param factor what slow frequencies are divided by, positive
   * @param lowFrequencyFactor a wave longer than originalMaxPositions / lowFrequencyFactor is slow
   * @param highFrequencyFactor a wave shorter than originalMaxPositions / highFrequencyFactor is
   *     fast; above lowFrequencyFactor
   * @param originalMaxPositions the longest text of pretraining in tokens, positive
   */
  record Llama3(
      double factor,
      double lowFrequencyFactor,
      double highFrequencyFactor,
      int originalMaxPositions)
      implements RopeScaling {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive or the two bounds are in wrong order
     */
    public Llama3 {
      requirePositive("factor", factor);
      requirePositive("low_freq_factor", lowFrequencyFactor);
      requirePositive("high_freq_factor", highFrequencyFactor);
      requirePositive("original_max_position_embeddings", originalMaxPositions);
      if (highFrequencyFactor <= lowFrequencyFactor) {
        throw new IllegalArgumentException(
            ("high_freq_factor of the rope scaling \"llama3\" is %s, expected more than"
                    + " low_freq_factor, which is %s; correct one of them.")
                .formatted(highFrequencyFactor, lowFrequencyFactor));
      }
    }

    @Override
    public float scale(float inverseFrequency) {
      float wavelength = 1 / inverseFrequency * (float) (2 * Math.PI);
      if (wavelength > (float) (originalMaxPositions / lowFrequencyFactor)) {
        return inverseFrequency / (float) factor;
      }
      if (wavelength < (float) (originalMaxPositions / highFrequencyFactor)) {
        return inverseFrequency;
      }
      float fast =
          (1 / wavelength * originalMaxPositions - (float) lowFrequencyFactor)
              / (float) (highFrequencyFactor - lowFrequencyFactor);
      return (1 - fast) * inverseFrequency / (float) factor + fast * inverseFrequency;
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " of the rope scaling is " + value + ", expected a positive number; correct it.");
    }
  }
}
