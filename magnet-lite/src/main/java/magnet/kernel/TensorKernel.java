package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Element types that DJL does not have (bfloat16, int8 rows) and small work on them. A bfloat16
 * array is an opaque handle in Java: DJL shows its type as UNKNOWN, and every DJL operation on it
 * would end the JVM; only kernels may take it.
 */
public final class TensorKernel {

  /**
   * A matrix held in few bits.
   *
   * @param codes int8 {@code [out, in]}, or uint8 with two codes in a byte
   * @param scales bfloat16 {@code [out, 1]}: row i of the matrix is codes[i] * scales[i]; or {@code
   *     [out, groups, 2]}: a step and the lowest number of each group
   */
  public record Codes(NDArray codes, NDArray scales) {}

  private final Kernel kernel;

  /** Loads the kernel; {@code manager} owns it. */
  public TensorKernel(NDManager manager) {
    kernel = new Kernel(manager, "tensors");
  }

  /** A copy in bfloat16. */
  public NDArray toBfloat16(NDManager scope, NDArray array) {
    return kernel.method(scope, "to_bfloat16").with(array).train().get(0);
  }

  /**
   * A float32 array of the same numbers: a copy, or the same storage where it is float32 already.
   */
  public NDArray toFloat32(NDManager scope, NDArray array) {
    return kernel.method(scope, "to_float32").with(array).train().get(0);
  }

  /**
   * An array of raw bfloat16 bytes.
   *
   * @param scope owns the result, which is a copy
   * @param bytes direct, little-endian
   * @param shape the array's shape
   */
  public NDArray bfloat16(NDManager scope, ByteBuffer bytes, Shape shape) {
    return kernel
        .method(scope, "bfloat16_bits")
        .with(scope.create(bytes, shape, DataType.FLOAT16))
        .train()
        .get(0);
  }

  /** The raw bytes of a bfloat16 array, little-endian. */
  public ByteBuffer bytesOfBfloat16(NDManager scope, NDArray array) {
    return HostCopy.bytes(kernel.method(scope, "bits_of_bfloat16").with(array).infer().get(0));
  }

  /** Copies in the type of {@code like}; with {@code train} gradients flow back to the arrays. */
  public NDList cast(NDManager scope, List<NDArray> arrays, NDArray like, boolean train) {
    Kernel.Call call = kernel.method(scope, "cast").with("x", arrays).with(like);
    return train ? call.train() : call.infer();
  }

  /** Quantises each row of a matrix symmetrically to 8 bits. */
  public Codes int8(NDManager scope, NDArray matrix) {
    return codes(kernel.method(scope, "int8_codes").with(matrix));
  }

  /**
   * Quantises each group of 64 neighbours in a row to 4 bits, from their lowest to their highest.
   */
  public Codes int4(NDManager scope, NDArray matrix) {
    return codes(kernel.method(scope, "int4_codes").with(matrix));
  }

  private static Codes codes(Kernel.Call call) {
    NDList result = call.train();
    return new Codes(result.get(0), result.get(1));
  }

  /** The numbers of an array along one axis. */
  public NDArray flat(NDManager scope, NDArray array) {
    return kernel.method(scope, "one_axis").with(array).train().get(0);
  }

  /** An array of zeros in bfloat16. */
  public NDArray bfloat16Zeros(NDManager scope, Shape shape) {
    try (NDManager temporary = scope.newSubManager()) {
      // One number, broadcast: the shape crosses over without its memory.
      NDArray shaped = temporary.create(0f).broadcast(shape);
      return kernel.method(scope, "bfloat16_zeros").with(shaped).train().get(0);
    }
  }

  /**
   * Writes rows over some of {@code target}'s, in place, cast to its type.
   *
   * @param target {@code [rows, ..]}
   * @param source {@code [n, ..]}
   * @param row the first row to write
   */
  public void fillRows(NDManager scope, NDArray target, NDArray source, int row) {
    kernel.method(scope, "fill_rows").with(target).with(source).with(row).train();
  }

  /**
   * Writes the transpose of some rows over a part of {@code target}, in place, cast to its type.
   *
   * @param target {@code [rows, columns]}
   * @param source {@code [n, m]}
   * @param row the first of the m rows to write
   * @param column the first of the n columns to write
   */
  public void fillColumns(NDManager scope, NDArray target, NDArray source, int row, int column) {
    kernel.method(scope, "fill_columns").with(target).with(source).with(row).with(column).train();
  }

  /**
   * The transpose of a part of a matrix.
   *
   * @param matrix {@code [rows, columns]}
   * @param from the first row
   * @param to the row after the last
   * @return a copy, {@code [columns, to - from]} row by row
   */
  public NDArray transposed(NDManager scope, NDArray matrix, int from, int to) {
    return kernel.method(scope, "transposed").with(matrix).with(from).with(to).train().get(0);
  }

  /**
   * Writes the first slots of each source's rows over those of its target, in place.
   *
   * @param targets {@code [rows, heads, slots, size]} each
   * @param sources {@code [any rows, heads, any slots, size]} each, of the targets' type
   * @param row int64 {@code [rows]}: which row of the source each row of the target is to hold
   * @param slots how many are written; each source and target has that many or more
   */
  public void takeRows(
      NDManager scope, List<NDArray> targets, List<NDArray> sources, NDArray row, int slots) {
    kernel
        .method(scope, "take_rows")
        .with("t", targets)
        .with("s", sources)
        .with(row)
        .with(slots)
        .train();
  }

  /** W + B A, added in float32, in the type of W. */
  public NDArray merge(NDManager scope, NDArray weight, NDArray a, NDArray b) {
    return kernel.method(scope, "merge").with(weight).with(a).with(b).train().get(0);
  }

  /** The matrix product: used by a benchmark to measure the machine's rate. */
  public NDArray matmul(NDManager scope, NDArray x, NDArray y) {
    return kernel.method(scope, "matmul").with(x).with(y).infer().get(0);
  }
}
