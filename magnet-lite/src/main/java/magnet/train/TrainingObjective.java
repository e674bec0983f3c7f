package magnet.train;

import ai.djl.ndarray.NDArray;
import java.io.Serializable;
import java.util.Map;

/**
 * One thing to learn: what it counts, what it reads, and its loss. One type is one objective, and a
 * new one is one file: a record that implements {@code magnet.Objective}, which is this interface
 * under the name that notebooks import.
 *
 * <p>In each pass the training
 *
 * <ol>
 *   <li>makes the {@link #views} of the texts that its objectives ask for,
 *   <li>asks each objective which {@link #outputs} of the model it reads in them,
 *   <li>runs the model once over all views of all objectives, and
 *   <li>adds up {@link #weight} x loss. Cross entropies of tokens are computed for all objectives
 *       together, from the predictions that they asked for; a loss of hidden states is computed by
 *       {@link #loss}.
 * </ol>
 *
 * <p>An objective is a value: its {@code toString} names all its settings, as a record's does,
 * because a checkpoint compares it.
 */
public interface TrainingObjective extends Serializable {

  /** The short name in histories, tables and messages, such as {@code mntp}. */
  String name();

  /** What it counts, step by step; {@code Schedule.constant(1)} throughout. */
  Schedule weight();

  /** The views of each text that it reads. */
  RequestedViews views();

  /**
   * The outputs of the model that it reads in one batch.
   *
   * @param views holds what {@link #views()} asked for, and what other objectives asked for
   * @return may be empty, where a batch gives it nothing to learn from
   */
  RequestedOutputs outputs(ViewBatch views);

  /**
   * The loss of the states that {@link #outputs} asked for; called only if it asked for any.
   *
   * @param inputs the states, and what else a loss may need
   * @return float32, the loss of each example, or of all as one number; the mean counts, and
   *     gradients flow back through it
   */
  default NDArray loss(LossInputs inputs) {
    throw new IllegalStateException(
        "Objective " + name() + " asks for states, but has no loss of them; override loss.");
  }

  /**
   * Matrices of its own, which are trained with the model and are not part of the trained model:
   * their first values by name. {@link LossInputs#parameter} gives them to the loss.
   *
   * @param hiddenSize length of the model's hidden states
   * @param seed of the training; the same seed must give the same values
   */
  default Map<String, float[][]> parameters(int hiddenSize, long seed) {
    return Map.of();
  }

  /**
   * Refuses a training run in which it could learn nothing, before the first step.
   *
   * @param training all that is known about it
   * @throws IllegalArgumentException if it can learn nothing
   */
  default void check(Training training) {
    // Most objectives learn in any training.
  }
}
