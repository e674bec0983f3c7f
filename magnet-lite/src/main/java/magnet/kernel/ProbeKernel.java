package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Linear classifiers of several settings, trained side by side: the weights of all of them are the
 * columns of one matrix, and many steps are one native call.
 */
public final class ProbeKernel {

  /**
   * What a training step reads.
   *
   * @param rows float32 {@code [N, D]}, features with a column of ones for the bias
   * @param labels int64 {@code [N]}, the class of each row
   * @param rates float32 {@code [1, G * C]}: Adam's learning rate at the start, for each setting
   *     and class
   * @param shrink float32 {@code [D, G * C]}: the l2 penalty of each weight
   */
  public record Task(NDArray rows, NDArray labels, NDArray rates, NDArray shrink) {}

  /**
   * What a training step changes in place, float32 {@code [D, G * C]} each and zero at the start.
   *
   * @param weights the classifiers
   * @param mean Adam's mean of the gradients
   * @param variance Adam's mean of their squares
   */
  public record State(NDArray weights, NDArray mean, NDArray variance) {}

  /**
   * Which steps are made.
   *
   * @param settings how many classifiers there are, G
   * @param batches minibatches per pass over the rows
   * @param from the first step
   * @param to one past the last
   * @param total how many steps there are in all: the rates fall to zero over them
   */
  public record Steps(int settings, int batches, int from, int to, int total) {}

  private final Kernel kernel;

  /** Loads the kernel; {@code manager} owns it. */
  public ProbeKernel(NDManager manager) {
    kernel = new Kernel(manager, "probe");
  }

  /** Some steps of Adam on mean cross entropy and penalty, of all classifiers at once. */
  public void fit(NDManager scope, Task task, State state, Steps steps) {
    int[] which = {steps.settings(), steps.batches(), steps.from(), steps.to(), steps.total()};
    kernel.infer(
        scope,
        "fit",
        task.rows(),
        task.labels(),
        state.weights(),
        state.mean(),
        state.variance(),
        task.rates(),
        task.shrink(),
        which);
  }
}
