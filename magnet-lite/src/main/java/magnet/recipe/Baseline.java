package magnet.recipe;

import magnet.Magnet;
import magnet.eval.Candidate;

/**
 * What is measured without training: the base model in some role, or another model beside it. A
 * recipe names one of your own by its class, {@code - class: my.Chance} among the baselines: a
 * public record whose components are its settings, {@code title} being the setting {@code name}.
 */
public interface Baseline {

  /** The name in every table. */
  String title();

  /**
   * Makes it ready to be measured.
   *
   * @param base the recipe's model, which stays open until the result is closed
   */
  Opened open(Magnet base);

  /**
   * A baseline that is ready.
   *
   * @param candidate what is measured
   * @param print equal for equal candidates, since results are kept by it, and by the code of the
   *     class; {@link Magnet#fingerprint} for one that depends on the base model
   * @param own frees what was loaded for it
   */
  record Opened(Candidate candidate, String print, Runnable own) implements AutoCloseable {

    @Override
    public void close() {
      own.run();
    }
  }
}
