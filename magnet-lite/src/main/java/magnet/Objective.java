package magnet;

import magnet.train.Schedule;

/**
 * One of MAGNET's three objectives with its weight: {@link #mntp}, {@link #sscl}, {@link #msg}.
 *
 * <p>The weight can change over the steps: {@code Objective.msg(3.0).from(100)} joins at step 100,
 * {@code Objective.sscl(0.1).then(200, 0.5)} counts more from step 200 on. Every call returns a new
 * value.
 */
public sealed interface Objective permits Mntp, Sscl, Msg {

  /**
   * Masked next token prediction: recover masked tokens from both sides.
   *
   * @param weight what it counts in the total, at least 0
   * @throws IllegalArgumentException if it is less
   */
  static Mntp mntp(double weight) {
    return new Mntp(Schedule.constant(weight), 0.2, "");
  }

  /**
   * Self-supervised contrastive learning: two views of a text are alike, other texts are not. A
   * small weight is enough: 0.1 to 0.2 did best in our trials on small models.
   *
   * @param weight what it counts in the total, at least 0
   * @throws IllegalArgumentException if it is less
   */
  static Sscl sscl(double weight) {
    return new Sscl(Schedule.constant(weight), 0.05, 0, Encoding.INSTRUCTION);
  }

  /**
   * Missing span generation: fill a span from both sides, left to right. It wants more weight than
   * the others: 3 did best in our trials on small models.
   *
   * @param weight what it counts in the total, at least 0
   * @throws IllegalArgumentException if it is less
   */
  static Msg msg(double weight) {
    return new Msg(Schedule.constant(weight), 0.25, false);
  }

  /** What it counts, step by step. */
  Schedule weight();

  /** The short name in histories: mntp, sscl or msg. */
  String name();

  /**
   * The same, but left out before a step.
   *
   * @param step counted from 1
   */
  Objective from(int step);

  /**
   * The same, but with another weight from a step on.
   *
   * @param step counted from 1, behind earlier changes
   * @param weight at least 0; 0 switches it off
   */
  Objective then(int step, double weight);
}
