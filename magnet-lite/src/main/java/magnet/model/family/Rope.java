package magnet.model.family;

/**
 * Rotary position embedding (arXiv 2104.09864): pair i of a head turns by {@code
 * inverseFrequencies[i]} radians per position.
 *
 * @param theta base of the frequencies, above 0; 10,000 unless a model says otherwise
 * @param scaling how the frequencies are stretched for long texts
 * @param share how much of a head is turned, from its first component on: 1 for all (most
 *     families), less for a part (GPT-NeoX), 0 for none (learned positions)
 */
public record Rope(double theta, RopeScaling scaling, double share) {

  /** Nothing is turned: the model learnt its positions otherwise. */
  public static final Rope NONE = new Rope(10_000, new RopeScaling.None(), 0);

  /**
   * Checks base and share.
   *
   * @throws IllegalArgumentException if theta is not a positive number or the share not in [0, 1]
   */
  public Rope {
    if (!(theta > 0) || Double.isInfinite(theta)) {
      throw new IllegalArgumentException(
          "rope_theta is " + theta + ", expected a positive number such as 10000; correct it.");
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the rotated share of a head is " + share + ", expected 0 to 1; correct it.");
    }
  }

  /**
   * Whole heads are turned, by unstretched frequencies.
   *
   * @param theta base of the frequencies, above 0
   */
  public Rope(double theta) {
    this(theta, new RopeScaling.None(), 1);
  }

  /** How many components of a head are turned. */
  public int rotated(int headSize) {
    return (int) (headSize * share);
  }

  /**
   * How far each pair of a head turns from one position to the next, in radians; computed in float,
   * step by step as Hugging Face transformers does, so that both agree to the last bits. (Not to
   * the very last: its vectorised power is off by a few.)
   *
   * @param headSize size of one head; of its n rotated components, an even number, component i is
   *     paired with i + n / 2
   * @return {@code [rotated / 2]}, falling from 1 (before scaling); the caller owns it
   */
  public float[] inverseFrequencies(int headSize) {
    int rotated = rotated(headSize);
    float[] inverse = new float[rotated / 2];
    for (int i = 0; i < inverse.length; i++) {
      float exponent = (float) (2 * i) / rotated;
      float frequency = (float) Math.pow((float) theta, exponent);
      inverse[i] = scaling.scale(1 / frequency);
    }
    return inverse;
  }
}
