package magnet.model;

/**
 * Rotary position embedding (arXiv 2104.09864): pair i of a head turns by {@code
 * inverseFrequencies[i]} radians per position.
 *
 * @param theta base of the frequencies, above 0; 10,000 unless a model says otherwise
 * @param scaling how the frequencies are stretched for long texts
 */
public record Rope(double theta, RopeScaling scaling) {

  /**
   * Checks the base.
   *
   * @throws IllegalArgumentException if theta is not a positive number
   */
  public Rope {
    if (!(theta > 0) || Double.isInfinite(theta)) {
      throw new IllegalArgumentException(
          "rope_theta is " + theta + ", expected a positive number such as 10000; correct it.");
    }
  }

  /**
   * Unstretched frequencies.
   *
   * @param theta base of the frequencies, above 0
   */
  public Rope(double theta) {
    this(theta, new RopeScaling.None());
  }

  /**
   * How far each pair of a head turns from one position to the next, in radians; computed in float,
   * step by step as Hugging Face transformers does, so that both agree to the last bits. (Not to
   * the very last: its vectorised power is off by a few.)
   *
   * @param headSize size of one head, even; component i is paired with i + headSize / 2
   * @return {@code [headSize / 2]}, falling from 1 (before scaling); the caller owns it
   */
  public float[] inverseFrequencies(int headSize) {
    float[] inverse = new float[headSize / 2];
    for (int i = 0; i < inverse.length; i++) {
      float exponent = (float) (2 * i) / headSize;
      float frequency = (float) Math.pow((float) theta, exponent);
      inverse[i] = scaling.scale(1 / frequency);
    }
    return inverse;
  }
}
