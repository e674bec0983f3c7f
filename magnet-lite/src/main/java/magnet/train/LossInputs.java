package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import magnet.kernel.ObjectiveKernel;

/**
 * What a loss of hidden states may read. S states were asked for, H is their length, V the size of
 * the vocabulary. All arrays belong to the {@link #scope}, which is closed after the step: a loss
 * closes nothing.
 *
 * <p>DJL's operations on these arrays carry gradients, as do the losses of {@link #kernel}.
 */
public final class LossInputs {

  private final NDManager scope;
  private final ObjectiveKernel kernel;
  private final ViewBatch views;
  private final NDArray states;
  private final Supplier<NDArray> baseStates;
  private final Function<NDArray, NDArray> head;
  private final Map<String, NDArray> parameters;

  LossInputs(
      NDManager scope,
      ObjectiveKernel kernel,
      ViewBatch views,
      NDArray states,
      Supplier<NDArray> baseStates,
      Function<NDArray, NDArray> head,
      Map<String, NDArray> parameters) {
    this.scope = scope;
    this.kernel = kernel;
    this.views = views;
    this.states = states;
    this.baseStates = baseStates;
    this.head = head;
    this.parameters = parameters;
  }

  /** Owns what a loss makes. */
  public NDManager scope() {
    return scope;
  }

  /** The available losses. */
  public ObjectiveKernel kernel() {
    return kernel;
  }

  /** The views that were read. */
  public ViewBatch views() {
    return views;
  }

  /** The states that were asked for, float32 {@code [S, H]}, in their order. */
  public NDArray states() {
    return states;
  }

  /**
   * These states of the model without its adapter, float32 {@code [S, H]}, without gradient: one
   * more pass over the sequences that contain them.
   *
   * @throws IllegalStateException if the model has no adapter: its weights are trained themselves
   */
  public NDArray baseStates() {
    return baseStates.get();
  }

  /**
   * The scores of the next token at some states, by the model's own output projection.
   *
   * @param of float32 {@code [N, H]}
   * @return float32 {@code [N, V]}; large where the vocabulary is, so ask for few rows
   */
  public NDArray logits(NDArray of) {
    return head.apply(of);
  }

  /**
   * The current values of a matrix of the objective's own.
   *
   * @param name as {@link TrainingObjective#parameters} has it
   * @throws IllegalArgumentException if it has none of this name
   */
  public NDArray parameter(String name) {
    if (!parameters.containsKey(name)) {
      throw new IllegalArgumentException(
          "The objective has no parameter \"%s\", only %s; name one of those, or make it in"
                  .formatted(name, parameters.keySet())
              + " parameters.");
    }
    return parameters.get(name);
  }
}
