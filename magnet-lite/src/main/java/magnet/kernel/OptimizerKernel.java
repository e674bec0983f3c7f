package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** AdamW (Loshchilov and Hutter 2019) over all parameters in one native call. */
public final class OptimizerKernel {

  /**
   * The numbers of one step.
   *
   * @param learningRate step size, at least 0
   * @param beta1 decay of the mean of the gradients, in [0, 1)
   * @param beta2 decay of the mean of their squares, in [0, 1)
   * @param epsilon added to the root of the variance
   * @param weightDecay decoupled weight decay
   * @param gradientFactor what the gradients are multiplied by first (clipping, accumulation)
   */
  public record Settings(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double gradientFactor) {}

  private final Kernel kernel;

  /** Loads the kernel; {@code manager} owns it. */
  public OptimizerKernel(NDManager manager) {
    kernel = new Kernel(manager, "optimizer");
  }

  /** The l2 norm of all gradients together; NaN or infinite where one of them is. */
  public double norm(NDManager scope, List<NDArray> gradients) {
    return HostCopy.number(kernel.infer(scope, "norm", gradients).get(0));
  }

  /**
   * Updates parameters, means, variances and step counts in place, and sets the gradients to zero.
   * All lists are of one length and float32.
   *
   * @param steps 0-dimensional step counts, one per parameter
   */
  public void step(
      NDManager scope,
      List<NDArray> parameters,
      List<NDArray> gradients,
      List<NDArray> means,
      List<NDArray> variances,
      List<NDArray> steps,
      Settings settings) {
    double[] numbers = {
      settings.learningRate(),
      settings.beta1(),
      settings.beta2(),
      settings.epsilon(),
      settings.weightDecay(),
      settings.gradientFactor()
    };
    kernel.infer(scope, "step", parameters, gradients, means, variances, steps, numbers);
  }

  /** Sets gradients to zero: DJL accumulates them otherwise. */
  public void zero(NDManager scope, List<NDArray> gradients) {
    kernel.infer(scope, "zero", gradients);
  }

  /**
   * Copies each source into the target of the same place, whose handles stay valid: a checkpoint is
   * read back so.
   */
  public void assign(NDManager scope, List<NDArray> targets, List<NDArray> sources) {
    kernel.infer(scope, "assign", targets, sources);
  }
}
