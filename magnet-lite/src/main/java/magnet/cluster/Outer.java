package magnet.cluster;

import java.util.Map;
import java.util.Set;

/**
 * The outer optimiser of DiLoCo (Douillard et al., "DiLoCo: Distributed Low-Communication Training
 * of Language Models", 2023): what becomes of the workers' mean at the end of a round. With the
 * parameters p before the round, m the mean of the workers' parameters after it, and v the
 * velocity, zero at first:
 *
 * <pre>
 *   v ← momentum · v + (p − m)
 *   p ← (1 − rate) · p + rate · m − rate · momentum · v      (Nesterov's momentum)
 * </pre>
 *
 * <p>A rate of 1 without momentum takes the mean as it is: to the bit, since p is multiplied by 0.
 *
 * @param rate how far p goes towards m, above 0
 * @param momentum how much of the earlier rounds' movement is kept, in [0, 1)
 */
public record Outer(double rate, double momentum) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one lies outside
   */
  public Outer {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          ("An outer rate of %s is not a number above 0; 0.7 is the paper's, 1 without momentum is"
                  + " plain averaging.")
              .formatted(rate));
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "An outer momentum of " + momentum + " is not in [0, 1); 0.9 is the paper's, 0 is none.");
    }
  }

  /**
   * Nesterov's momentum; the paper's best: a rate of 0.7 and a momentum of 0.9.
   *
   * @param rate above 0
   * @param momentum in [0, 1)
   * @throws IllegalArgumentException if one lies outside
   */
  public static Outer nesterov(double rate, double momentum) {
    return new Outer(rate, momentum);
  }

  /** The mean of the workers as it is (local SGD, federated averaging). */
  public static Outer averaging() {
    return new Outer(1, 0);
  }

  /** The names of what it remembers between rounds. */
  Set<String> remembered(Set<String> parameters) {
    return momentum == 0 ? Set.of() : parameters;
  }

  /**
   * One step, in float64; the results are rounded once.
   *
   * @param parameters before the round; changed to what the next one begins with
   * @param mean of the workers after the round, for each name
   * @param velocity is changed; without momentum it is not read and may be empty
   */
  void step(
      Map<String, float[]> parameters, Map<String, double[]> mean, Map<String, float[]> velocity) {
    parameters.forEach(
        (name, p) -> {
          double[] m = mean.get(name);
          float[] v = velocity.get(name);
          for (int i = 0; i < p.length; i++) {
            double moved = (1 - rate) * p[i] + rate * m[i];
            if (momentum > 0) {
              v[i] = (float) (momentum * v[i] + (p[i] - m[i]));
              moved -= rate * momentum * v[i];
            }
            p[i] = (float) moved;
          }
        });
  }

  @Override
  public String toString() {
    return equals(averaging())
        ? "averaging"
        : momentum == 0
            ? "averaging with a rate of " + rate
            : "Nesterov's momentum of " + momentum + " with a rate of " + rate;
  }
}
