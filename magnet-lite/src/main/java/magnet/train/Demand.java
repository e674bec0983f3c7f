package magnet.train;

import java.util.List;

/**
 * What one objective asks of the pass over a batch of views.
 *
 * @param predictions outputs that are to name a token; their cross entropies times their weights
 *     are added up
 * @param states outputs that {@link TrainingObjective#loss} is handed, in this order
 */
public record Demand(List<Prediction> predictions, List<State> states) {

  /**
   * An output that is to name a token.
   *
   * @param sequence the sequence, counted as {@link ViewBatch#sequences()}
   * @param at the token whose output is read: the one before the token that is asked for
   * @param token the id that is asked for
   * @param weight what its cross entropy counts in the objective's loss
   */
  public record Prediction(int sequence, int at, int token, double weight) {}

  /**
   * An output that is read as a vector.
   *
   * @param sequence the sequence, counted as {@link ViewBatch#sequences()}
   * @param at the token whose output is read
   */
  public record State(int sequence, int at) {}

  /** Copies the lists. */
  public Demand {
    predictions = List.copyOf(predictions);
    states = List.copyOf(states);
  }

  /** Token predictions alone. */
  public static Demand ofPredictions(List<Prediction> predictions) {
    return new Demand(predictions, List.of());
  }

  /** Whether there is nothing to learn from. */
  public boolean isEmpty() {
    return predictions.isEmpty() && states.isEmpty();
  }
}
