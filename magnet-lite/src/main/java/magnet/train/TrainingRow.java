package magnet.train;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one step of training looked like.
 *
 * @param step counted from 1; 0 is the state before training
 * @param losses the loss of each objective that was active, without its weight, by name
 * @param learningRate the step size; 0 for step 0
 * @param gradientNorm the l2 norm of all gradients before clipping; 0 for step 0
 * @param tokens of all views that went through the model in this step; 0 for step 0, and where an
 *     older version did not keep it
 * @param tokensPerSecond tokens of all views that went through the model, a second; the only number
 *     here that is not the same in every run
 * @param heldOut the losses on held-out text after this step; empty where it was not measured
 */
public record TrainingRow(
    int step,
    Map<String, Double> losses,
    double learningRate,
    double gradientNorm,
    long tokens,
    double tokensPerSecond,
    Map<String, Double> heldOut)
    implements Serializable {

  /** Keeps the order of the maps. */
  public TrainingRow {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    heldOut = Collections.unmodifiableMap(new LinkedHashMap<>(heldOut));
  }

  /** A copy with losses on held-out text. */
  TrainingRow measured(Map<String, Double> losses) {
    return new TrainingRow(
        step, this.losses, learningRate, gradientNorm, tokens, tokensPerSecond, losses);
  }
}
