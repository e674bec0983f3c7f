package elsewhere;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import magnet.Objective;
import magnet.train.LossInputs;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Schedule;
import magnet.train.TextView;
import magnet.train.ViewBatch;

/**
 * Keeps what the base model knows: from left to right, the adapted model is to expect the same next
 * tokens as its base did. A user's objective, written outside of the library.
 *
 * @param weight what it counts, step by step
 * @param temperature flattens both distributions
 */
public record Distil(Schedule weight, double temperature) implements Objective {

  private static final String TEXT = "left to right";

  @Override
  public String name() {
    return "distil";
  }

  @Override
  public RequestedViews views() {
    return RequestedViews.own(TEXT, TextView.LEFT_TO_RIGHT);
  }

  @Override
  public RequestedOutputs outputs(ViewBatch views) {
    List<RequestedOutputs.State> states = new ArrayList<>();
    for (int text = 0; text < views.own().get(TEXT).size(); text++) {
      for (int at = 0; at < views.own().get(TEXT).get(text).length(); at++) {
        states.add(new RequestedOutputs.State(views.own(TEXT, text), at));
      }
    }
    return RequestedOutputs.ofStates(states, states.size());
  }

  @Override
  public NDArray loss(LossInputs inputs) {
    NDArray base = inputs.logits(inputs.baseStates()).div(temperature).logSoftmax(1); // [S, V]
    NDArray own = inputs.logits(inputs.states()).div(temperature).logSoftmax(1); // [S, V]
    return base.exp().mul(base.sub(own)).sum(new int[] {1}); // [S]: KL(base || adapted)
  }
}
