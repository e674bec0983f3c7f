package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import magnet.kernel.HostCopy;
import magnet.kernel.OptimizerKernel;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.SafetensorsWriter;

/**
 * AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019) whose state can be
 * saved.
 *
 * <p>DJL's own AdamW keeps its means and variances to itself, so that a run could not be resumed
 * bit for bit, and it takes a handful of native calls for each parameter at each step; this one
 * takes one call for all. Matrices decay, vectors (norms and biases) do not, as is usual since
 * GPT-2; LoRA factors are matrices.
 *
 * <p>Owns the native memory of its state until {@link #close()}; it does not own the parameters.
 */
public final class AdamW implements AutoCloseable {

  /**
   * The numbers that do not change from step to step.
   *
   * @param beta1 decay of the mean of the gradients, in [0, 1)
   * @param beta2 decay of the mean of their squares, in [0, 1)
   * @param epsilon added to the root of the variance, above 0
   * @param weightDecay the share that a matrix loses at each step, times the learning rate; at
   *     least 0
   */
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay)
      implements Serializable {

    /** For adapters: 0.9, 0.999, 1e-8 and a weight decay of 0.01, PyTorch's defaults. */
    public static final Settings ADAPTATION = new Settings(0.9, 0.999, 1e-8, 0.01);

    /** For weights from scratch: 0.9, 0.95, 1e-8 and a weight decay of 0.1, as in Llama (2023). */
    public static final Settings PRETRAINING = new Settings(0.9, 0.95, 1e-8, 0.1);

    /** Refuses numbers outside. */
    public Settings {
      require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
      require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
      require(epsilon > 0 && epsilon < 1, "epsilon", epsilon, "small and above 0");
      require(weightDecay >= 0 && weightDecay < 1, "weight decay", weightDecay, "in [0, 1)");
    }

    private static void require(boolean holds, String name, double value, String expected) {
      if (!holds) {
        throw new IllegalArgumentException(
            "AdamW's %s of %s is not %s; correct it.".formatted(name, value, expected));
      }
    }
  }

  /**
   * What is trained and what the optimiser remembers of it, as numbers in Java: enough to hand a
   * run on, even to another process.
   *
   * @param parameters numbers of what is trained, row by row, by name; not copied
   * @param moments means, variances and counts, by name; empty for an optimiser that has made no
   *     step; not copied
   */
  public record State(Map<String, float[]> parameters, Map<String, float[]> moments)
      implements Serializable {}

  private static final String PARAMETER = "parameter.";

  private final NDManager manager;
  private final OptimizerKernel kernel;
  private final Trainable trainable;
  private final Settings settings;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  /** A parameter and what is remembered of it. */
  private record Slot(NDArray parameter, NDArray mean, NDArray variance, NDArray count) {
    boolean decays() {
      return parameter.getShape().dimension() > 1;
    }
  }

  /** A fresh optimiser, whose state lies in a scope of its own, closed by {@link #close()}. */
  public AdamW(NDManager manager, Trainable trainable, Settings settings) {
    this.manager = manager;
    this.trainable = trainable;
    this.settings = settings;
    kernel = new OptimizerKernel(manager);
    trainable
        .arrays()
        .forEach(
            (name, array) ->
                slots.put(
                    name,
                    new Slot(
                        array,
                        manager.zeros(array.getShape(), DataType.FLOAT32),
                        manager.zeros(array.getShape(), DataType.FLOAT32),
                        manager.zeros(new Shape(), DataType.FLOAT32))));
  }

  /** The l2 norm of all gradients together; NaN or infinite where one of them is. */
  public double gradientNorm() {
    try (NDManager scope = manager.newSubManager()) {
      return kernel.norm(scope, gradients(scope, List.copyOf(slots.values())));
    }
  }

  /** Updates the parameters by their gradients times a factor (clipping), and zeroes these. */
  public void step(double learningRate, double gradientFactor) {
    update(Slot::decays, learningRate, gradientFactor, settings.weightDecay());
    update(slot -> !slot.decays(), learningRate, gradientFactor, 0);
  }

  /** Zeroes the gradients, which accumulate otherwise. */
  public void zeroGradients() {
    try (NDManager scope = manager.newSubManager()) {
      kernel.zero(scope, gradients(scope, List.copyOf(slots.values())));
    }
  }

  private void update(
      Predicate<Slot> which, double learningRate, double gradientFactor, double weightDecay) {
    List<Slot> chosen = slots.values().stream().filter(which).toList();
    if (chosen.isEmpty()) {
      return;
    }
    try (NDManager scope = manager.newSubManager()) {
      kernel.step(
          scope,
          chosen.stream().map(Slot::parameter).toList(),
          gradients(scope, chosen),
          chosen.stream().map(Slot::mean).toList(),
          chosen.stream().map(Slot::variance).toList(),
          chosen.stream().map(Slot::count).toList(),
          new OptimizerKernel.Settings(
              learningRate,
              settings.beta1(),
              settings.beta2(),
              settings.epsilon(),
              weightDecay,
              gradientFactor));
    }
  }

  private static List<NDArray> gradients(NDManager scope, List<Slot> of) {
    List<NDArray> gradients = new ArrayList<>();
    for (Slot each : of) {
      // Every call makes a new handle in the parameter's own scope, where it would pile up.
      NDArray gradient = each.parameter.getGradient();
      gradient.attach(scope);
      gradients.add(gradient);
    }
    return gradients;
  }

  /** The parameters and the whole state by name: what a checkpoint holds. Handles, not copies. */
  private Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    slots.forEach((name, slot) -> state.put(PARAMETER + name, slot.parameter));
    slots.forEach((name, slot) -> state.put("mean." + name, slot.mean));
    slots.forEach((name, slot) -> state.put("variance." + name, slot.variance));
    slots.forEach((name, slot) -> state.put("count." + name, slot.count));
    return state;
  }

  /** Restores {@link #state()} from what a checkpoint holds. */
  void restore(SafetensorsFile saved) {
    Map<String, FloatBuffer> values = new LinkedHashMap<>();
    state()
        .forEach(
            (name, own) -> values.put(name, TrainingCheckpoints.numbers(saved, name, own.size())));
    assign(values);
  }

  /** {@link #state()} as a checkpoint holds it. */
  List<SafetensorsWriter.Entry> saved() {
    return state().entrySet().stream()
        .map(each -> TrainingCheckpoints.entry(each.getKey(), each.getValue()))
        .toList();
  }

  /** Parameters and moments as numbers: copies. */
  public State numbers() {
    Map<String, float[]> moments = new LinkedHashMap<>();
    state()
        .forEach(
            (name, array) -> {
              if (!name.startsWith(PARAMETER)) {
                moments.put(name, HostCopy.floats(array));
              }
            });
    return new State(trainable.numbers(), moments);
  }

  /** Sets parameters and moments to those of an optimiser of the same parameters. */
  public void restore(State from) {
    Map<String, FloatBuffer> values = new LinkedHashMap<>();
    from.parameters().forEach((name, own) -> values.put(PARAMETER + name, FloatBuffer.wrap(own)));
    from.moments().forEach((name, own) -> values.put(name, FloatBuffer.wrap(own)));
    assign(values);
  }

  private void assign(Map<String, FloatBuffer> values) {
    Map<String, NDArray> state = state();
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> targets = new ArrayList<>();
      List<NDArray> sources = new ArrayList<>();
      values.forEach(
          (name, numbers) -> {
            NDArray target = state.get(name);
            targets.add(target);
            sources.add(scope.create(numbers, target.getShape()));
          });
      kernel.assign(scope, targets, sources);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
