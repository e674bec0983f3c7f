package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.kernel.HostCopy;
import magnet.kernel.OptimizerKernel;
import magnet.model.LanguageModel;

/**
 * What a training changes: arrays by name, in a fixed order, all of them float32 and requiring
 * gradients. The map is not copied.
 */
public record Trainable(Map<String, NDArray> arrays) {

  /**
   * The parameters of a model that want gradients (the factors of its adapter, or where it has none
   * the weights of its decoder), and fresh ones of its objectives.
   *
   * @param seed of what objectives draw
   * @param manager owns the objectives' own parameters
   * @throws IllegalArgumentException if there are none: a loaded decoder without an adapter is
   *     frozen
   */
  public static Trainable of(
      LanguageModel model, List<TrainingObjective> objectives, long seed, NDManager manager) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    var block = model.lora().isPresent() ? model.lora().get() : model.decoder();
    for (Pair<String, Parameter> each : block.getParameters()) {
      if (each.getValue().requiresGradient()) {
        arrays.put(each.getValue().getName(), each.getValue().getArray());
      }
    }
    if (arrays.isEmpty()) {
      throw new IllegalArgumentException(
          "The model has no trainable parameter; give it an adapter, or begin with fresh weights.");
    }
    int hidden = model.architecture().hiddenSize();
    for (TrainingObjective objective : objectives) {
      objective
          .parameters(hidden, seed)
          .forEach(
              (name, values) -> {
                NDArray array = manager.create(values);
                array.setRequiresGradient(true);
                arrays.put(objective.name() + "." + name, array);
              });
    }
    return new Trainable(arrays);
  }

  /** The parameters of an objective's own, by the names that it gave them. */
  Map<String, NDArray> of(TrainingObjective objective) {
    String begin = objective.name() + ".";
    Map<String, NDArray> own = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(begin)) {
            own.put(name.substring(begin.length()), array);
          }
        });
    return own;
  }

  /** The arrays, in the order of the names. */
  public List<NDArray> list() {
    return new ArrayList<>(arrays.values());
  }

  /** The numbers of every array, row by row: copies. */
  public Map<String, float[]> numbers() {
    Map<String, float[]> numbers = new LinkedHashMap<>();
    arrays.forEach((name, array) -> numbers.put(name, HostCopy.floats(array)));
    return numbers;
  }

  /** Gives the arrays other numbers, row by row, for every name. */
  public void assign(Map<String, float[]> numbers) {
    try (NDManager scope = list().get(0).getManager().newSubManager()) {
      List<NDArray> sources = new ArrayList<>();
      arrays.forEach(
          (name, array) -> sources.add(scope.create(numbers.get(name), array.getShape())));
      new OptimizerKernel(scope).assign(scope, list(), sources);
    }
  }

  /** How many numbers are trained. */
  public long size() {
    return arrays.values().stream().mapToLong(NDArray::size).sum();
  }
}
