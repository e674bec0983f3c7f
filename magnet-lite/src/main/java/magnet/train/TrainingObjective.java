package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import magnet.kernel.ObjectiveKernel;

/**
 * One thing to learn. An objective says which outputs of the shared pass it reads; what is cross
 * entropy of a next token is computed for all objectives together, so that the output projection
 * runs once, and what is a loss of vectors is computed by the objective itself.
 *
 * <p>A new objective is one more implementation. Implementations are immutable but for the values
 * of {@link #parameters()}; their {@code toString} tells all their settings, as a checkpoint
 * compares it.
 */
public interface TrainingObjective {

  /** The short name in histories and messages, such as {@code mntp}. */
  String name();

  /** The part of the views that it reads. */
  View view();

  /**
   * What it reads of one batch.
   *
   * @param views holds at least the part that {@link #view()} names
   * @return may be empty, where a batch gives it nothing to learn from
   */
  Demand demand(ViewBatch views);

  /**
   * The loss of the states that were asked for; called only if there are any.
   *
   * @param scope owns the result
   * @param kernel the losses at hand
   * @param states float32 {@code [S, hidden]}, in the order of {@link Demand#states()}
   * @return a scalar that gradients flow through, and the loss of each example
   */
  default ObjectiveKernel.Loss loss(NDManager scope, ObjectiveKernel kernel, NDArray states) {
    throw new IllegalStateException(
        "Objective " + name() + " asks for states, but has no loss of them; override loss.");
  }

  /** Parameters of its own by name, trained with the model and left behind with the training. */
  default Map<String, NDArray> parameters() {
    return Map.of();
  }
}
