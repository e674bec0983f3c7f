package magnet.recipe;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import magnet.kernel.HostCopy;
import magnet.kernel.TensorKernel;
import magnet.kernel.TorchRuntime;
import magnet.model.Precision;

/** How fast this machine multiplies matrices: the bound of all that a model computes. */
public final class MatrixSpeed {

  /** A library's first products are slow: threads start, kernels are chosen, clocks rise. */
  private static final long NANOS = 300_000_000;

  private static final int ROUNDS = 5;
  private static final int PRODUCTS = 2;

  private MatrixSpeed() {}

  /**
   * Multiplies matrices of chance numbers, and takes the best of the rounds of a third of a second.
   *
   * @param rows of the first matrix
   * @param inner its columns, and the rows of the second
   * @param columns of the second
   * @return 10^9 operations a second
   */
  public static double of(Precision precision, Device device, int rows, int inner, int columns) {
    try (NDManager scope = TorchRuntime.newManager(device)) {
      TensorKernel tensors = new TensorKernel(scope);
      NDArray x = scope.randomNormal(new Shape(rows, inner));
      NDArray y = scope.randomNormal(new Shape(inner, columns));
      if (precision == Precision.BFLOAT16) {
        x = tensors.toBfloat16(scope, x);
        y = tensors.toBfloat16(scope, y);
      }
      double best = Double.MAX_VALUE;
      long begin = System.nanoTime();
      for (int round = 0; round < ROUNDS || System.nanoTime() - begin < NANOS; round++) {
        try (NDManager step = scope.newSubManager()) {
          long start = System.nanoTime();
          NDArray product = null;
          for (int i = 0; i < PRODUCTS; i++) {
            product = tensors.matmul(step, x, y);
          }
          // a GPU is not done before it is asked
          HostCopy.floats(tensors.toFloat32(step, product).get("0, 0"));
          best = Math.min(best, (System.nanoTime() - start) / 1e9 / PRODUCTS);
        }
      }
      return 2.0 * rows * inner * columns / best / 1e9;
    }
  }
}
