package elsewhere;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import magnet.Objective;
import magnet.train.LossInputs;
import magnet.train.RequestedOutputs;
import magnet.train.RequestedViews;
import magnet.train.Schedule;
import magnet.train.ViewBatch;

/**
 * Pulls the mean states of the two views of a text together, after a linear map of its own.
 *
 * @param weight what it counts, step by step
 */
record NearMeans(Schedule weight) implements Objective {

  private static final int SIZE = 4;

  @Override
  public String name() {
    return "near means";
  }

  @Override
  public RequestedViews views() {
    return RequestedViews.pairs("");
  }

  @Override
  public RequestedOutputs outputs(ViewBatch views) {
    List<RequestedOutputs.State> states = new ArrayList<>();
    for (int text = 0; text < views.pairs().size(); text++) {
      for (int at = 0; at < views.pairs().get(text).anchor().length; at++) {
        states.add(new RequestedOutputs.State(views.anchor(text), at));
      }
      for (int at = 0; at < views.pairs().get(text).positive().length; at++) {
        states.add(new RequestedOutputs.State(views.positive(text), at));
      }
    }
    return RequestedOutputs.ofStates(states, views.pairs().size());
  }

  @Override
  public Map<String, float[][]> parameters(int hiddenSize, long seed) {
    float[][] map = new float[hiddenSize][SIZE];
    for (int i = 0; i < hiddenSize; i++) {
      map[i][i % SIZE] = 1;
    }
    return Map.of("map", map);
  }

  @Override
  public NDArray loss(LossInputs inputs) {
    NDArray mapped = inputs.states().matMul(inputs.parameter("map")); // [S, 4]
    NDList distances = new NDList();
    int from = 0;
    for (var pair : inputs.views().pairs()) {
      int middle = from + pair.anchor().length;
      int to = middle + pair.positive().length;
      NDArray x = mapped.get(from + ":" + middle).mean(new int[] {0});
      NDArray positive = mapped.get(middle + ":" + to).mean(new int[] {0});
      distances.add(x.sub(positive).square().sum());
      from = to;
    }
    return NDArrays.stack(distances); // [texts]
  }
}
