package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Quantised matrices as passes multiply with them. */
public final class WidenedCodes {

  private WidenedCodes() {}

  /** {@code [out, in]} in the type of {@code like}, {@code [.., in]}; {@code scope} owns it. */
  public static NDArray of(NDManager scope, NDArray codes, NDArray scales, NDArray like) {
    Kernel kernel = new Kernel(scope, "decoder", DecoderKernel.archive(DecoderKernelTest.TRAITS));
    return kernel.train(scope, "widened", codes, scales, like).get(0);
  }
}
