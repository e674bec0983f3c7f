package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * The one way in which an array's numbers come to Java. What DJL makes on the way (a GPU array's
 * copy on the CPU, a copy in order) is freed at once; DJL leaves it to the array's own manager, and
 * arrays that live long would collect copies.
 */
public final class HostCopy {

  private HostCopy() {}

  /** The numbers of a float32 array, row by row. */
  public static float[] floats(NDArray array) {
    return read(array, NDArray::toFloatArray);
  }

  /** The numbers of an int64 array, row by row. */
  public static long[] longs(NDArray array) {
    return read(array, NDArray::toLongArray);
  }

  /** The one number of a float64 array. */
  public static double number(NDArray array) {
    return read(array, NDArray::toDoubleArray)[0];
  }

  /** The bytes of an array, row by row, in the machine's order. */
  public static ByteBuffer bytes(NDArray array) {
    return read(array, NDArray::toByteBuffer);
  }

  private static <T> T read(NDArray array, Function<NDArray, T> how) {
    try (NDManager scope = array.getManager().newSubManager()) {
      PtNDManager owner = (PtNDManager) scope;
      return how.apply(new BorrowedArray(owner, owner, array));
    }
  }
}
