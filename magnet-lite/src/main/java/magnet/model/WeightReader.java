package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import magnet.kernel.TensorKernel;
import magnet.model.checkpoint.Checkpoint;
import magnet.model.checkpoint.TensorInfo;
import magnet.model.family.WeightPlace;

/**
 * Reads a checkpoint's tensors into native memory, at most once and never through the heap.
 *
 * <p>A float32 tensor that is used as it is stored stays mapped: no copy, no memory until it is
 * touched. All others (stacked into one matrix, cast, or bfloat16, which DJL cannot map) are read
 * piece by piece into their final place, so that loading needs little more than the weights.
 */
final class WeightReader {

  /** Stays in the processor's cache. */
  private static final int PIECE_BYTES = 512 << 10;

  /** Each copy to a GPU is waited for, so there are few and large ones. */
  private static final int PIECE_BYTES_TO_GPU = 16 << 20;

  private final Checkpoint store;
  private final TensorKernel kernel;
  private final Precision precision;
  private ByteBuffer buffer;

  WeightReader(Checkpoint store, TensorKernel kernel, Precision precision) {
    this.store = store;
    this.kernel = kernel;
    this.precision = precision;
  }

  /** The array of one place in the list of weights; shapes have been checked. */
  NDArray read(NDManager manager, WeightPlace place) {
    TensorInfo first = store.info(place.names().get(0));
    boolean transposed = place.role() == WeightPlace.Role.TRANSPOSED;
    if (place.names().size() == 1
        && !transposed
        && precision == Precision.FLOAT32
        && first.dtype().equals(precision.stored())
        && first.length() <= Integer.MAX_VALUE
        && !manager.getDevice().isGpu()) {
      return array(manager, store.map(first.name(), 0, (int) first.length()), first, first.shape());
    }
    NDArray target = precision.zeros(kernel, manager, new Shape(place.shape()));
    int row = 0;
    for (int i = 0; i < place.names().size(); i++) {
      copy(manager, store.info(place.names().get(i)), target, transposed, row);
      row += Math.toIntExact(place.rows().get(i));
    }
    return target;
  }

  /**
   * Copies a tensor piece by piece.
   *
   * @param transposed whether the tensor's rows are columns of the target
   * @param row the first row of the target that is the tensor's
   */
  private void copy(
      NDManager manager, TensorInfo info, NDArray target, boolean transposed, int row) {
    long rows = info.shape()[0];
    long rowBytes = info.length() / rows;
    int most = manager.getDevice().isGpu() ? PIECE_BYTES_TO_GPU : PIECE_BYTES;
    int pieceRows = (int) Math.max(1, Math.min(rows, most / rowBytes));
    for (long done = 0; done < rows; done += pieceRows) {
      int count = (int) Math.min(pieceRows, rows - done);
      ByteBuffer piece = piece(Math.toIntExact(count * rowBytes));
      store.read(info.name(), done * rowBytes, piece);
      piece.flip();
      long[] shape = info.shape();
      shape[0] = count;
      try (NDManager scope = manager.newSubManager()) {
        NDArray read = array(scope, piece, info, shape);
        if (transposed) {
          kernel.fillColumns(scope, target, read, row, Math.toIntExact(done));
        } else {
          kernel.fillRows(scope, target, read, Math.toIntExact(row + done));
        }
      }
    }
  }

  /**
   * A part of the one buffer that all tensors go through: it is uncertain when direct memory is
   * freed.
   */
  private ByteBuffer piece(int bytes) {
    if (buffer == null || buffer.capacity() < bytes) {
      buffer =
          ByteBuffer.allocateDirect(Math.max(bytes, PIECE_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffer.clear().limit(bytes);
  }

  private NDArray array(NDManager scope, ByteBuffer bytes, TensorInfo info, long[] shape) {
    return switch (info.dtype()) {
      case "F32" -> scope.create(bytes, new Shape(shape), DataType.FLOAT32);
      case "F16" -> scope.create(bytes, new Shape(shape), DataType.FLOAT16);
      case "BF16" -> kernel.bfloat16(scope, bytes, new Shape(shape));
      default ->
          throw new IllegalArgumentException(
              ("Tensor %s is of type %s, expected F32, F16 or BF16; convert the checkpoint to one"
                      + " of these.")
                  .formatted(info.name(), info.dtype()));
    };
  }
}
