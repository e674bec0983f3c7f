package magnet;

import magnet.train.Schedule;

/**
 * Self-supervised contrastive learning, as {@link Objective#sscl} makes it. Where the two views
 * come from is the corpus' matter: {@link Corpus#paraphrases}, {@link Corpus#crops}.
 *
 * @param weight what it counts, step by step
 * @param temperature divides the cosines; 0.05 is ours, the paper's is not known to us
 * @param projection length of vectors behind a linear map that is used in training only; 0 for
 *     none, which is ours: the paper has one of a size that is not known to us
 * @param instruction put before a text that is embedded; the paper's by default
 */
public record Sscl(Schedule weight, double temperature, int projection, String instruction)
    implements Objective {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the temperature is not above 0 or the projection negative
   */
  public Sscl {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "A temperature of " + temperature + " is not above 0; 0.05 is usual.");
    }
    if (projection < 0) {
      throw new IllegalArgumentException(
          "A projection to " + projection + " numbers is not possible; give 0 for none, or more.");
    }
  }

  /** The same with another temperature, above 0. */
  public Sscl temperature(double value) {
    return new Sscl(weight, value, projection, instruction);
  }

  /** The same with a linear map to vectors of a length, used in training only; 0 for none. */
  public Sscl projection(int size) {
    return new Sscl(weight, temperature, size, instruction);
  }

  /** The same with another instruction; empty for none. Embed with the same one afterwards. */
  public Sscl instruction(String text) {
    return new Sscl(weight, temperature, projection, text);
  }

  @Override
  public String name() {
    return "sscl";
  }

  @Override
  public Sscl from(int step) {
    return new Sscl(weight.startingAt(step), temperature, projection, instruction);
  }

  @Override
  public Sscl then(int step, double next) {
    return new Sscl(weight.then(step, next), temperature, projection, instruction);
  }
}
