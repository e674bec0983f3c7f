package magnet.train;

import java.util.List;

/**
 * The outputs of the model that one objective reads in a batch of views.
 *
 * @param predictions outputs that should predict a token; their cross entropies times their weights
 *     are added up
 * @param states outputs that {@link TrainingObjective#loss} is handed, in this order
 * @param examples how many examples the loss is the mean of: masked tokens, texts, pairs. Where
 *     several passes make one step their losses count by it, so that the step's loss is the mean
 *     over all examples of all its passes
 */
public record RequestedOutputs(List<Prediction> predictions, List<State> states, int examples) {

  /**
   * An output that should predict a token.
   *
   * @param sequence the sequence, counted as {@link ViewBatch#sequences()}
   * @param at the token whose output is read: the one before the token that is asked for
   * @param token the id that is asked for
   * @param weight what its cross entropy counts in the objective's loss of this batch
   */
  public record Prediction(int sequence, int at, int token, double weight) {
    State state() {
      return new State(sequence, at);
    }
  }

  /**
   * An output that is read as a vector.
   *
   * @param sequence the sequence, counted as {@link ViewBatch#sequences()}
   * @param at the token whose output is read
   */
  public record State(int sequence, int at) {}

  /**
   * Copies the lists and checks that outputs and examples go together.
   *
   * @throws IllegalArgumentException if there are outputs of no example, or examples without
   *     outputs
   */
  public RequestedOutputs {
    predictions = List.copyOf(predictions);
    states = List.copyOf(states);
    boolean asks = !predictions.isEmpty() || !states.isEmpty();
    if (asks != examples > 0) {
      throw new IllegalArgumentException(
          "%d predictions and %d states of %d examples are asked for; count the examples that the"
                  .formatted(predictions.size(), states.size(), examples)
              + " loss is the mean of.");
    }
  }

  /** No outputs. */
  public static RequestedOutputs none() {
    return new RequestedOutputs(List.of(), List.of(), 0);
  }

  /** Token predictions alone. */
  public static RequestedOutputs ofPredictions(List<Prediction> predictions, int examples) {
    return new RequestedOutputs(predictions, List.of(), examples);
  }

  /** States alone. */
  public static RequestedOutputs ofStates(List<State> states, int examples) {
    return new RequestedOutputs(List.of(), states, examples);
  }

  /** Whether there is nothing to learn from. */
  public boolean isEmpty() {
    return examples == 0;
  }
}
