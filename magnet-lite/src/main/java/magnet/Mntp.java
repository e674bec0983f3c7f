package magnet;

import magnet.train.Schedule;

/**
 * Masked next token prediction, as {@link Objective#mntp} makes it.
 *
 * @param weight what it counts, step by step
 * @param maskShare share of context tokens that are masked; the paper's is 0.2
 * @param maskToken the text of the token that masks; empty: the tokenizer's own mask token, else
 *     {@code "_"}
 */
public record Mntp(Schedule weight, double maskShare, String maskToken) implements Objective {

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not above 0 and below 1
   */
  public Mntp {
    if (!(maskShare > 0 && maskShare < 1)) {
      throw new IllegalArgumentException(
          "A mask share of " + maskShare + " is not above 0 and below 1; the paper's is 0.2.");
    }
  }

  /** The same with another share of masked tokens, above 0 and below 1. */
  public Mntp masking(double share) {
    return new Mntp(weight, share, maskToken);
  }

  /** The same with another token that masks; it must be one token of the tokenizer. */
  public Mntp maskToken(String token) {
    return new Mntp(weight, maskShare, token);
  }

  @Override
  public String name() {
    return "mntp";
  }

  @Override
  public Mntp from(int step) {
    return new Mntp(weight.startingAt(step), maskShare, maskToken);
  }

  @Override
  public Mntp then(int step, double next) {
    return new Mntp(weight.then(step, next), maskShare, maskToken);
  }
}
