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
    return kernel.train(scope, "to_bfloat16", array).get(0);
  }

  /**
   * A float32 array of the same numbers: a copy, or the same storage where it is float32 already.
   */
  public NDArray toFloat32(NDManager scope, NDArray array) {
    return kernel.train(scope, "to_float32", array).get(0);
  }

  /**
   * An array of raw bfloat16 bytes.
   *
   * @param scope owns the result, which is a copy
   * @param bytes direct, little-endian
   */
  public NDArray bfloat16(NDManager scope, ByteBuffer bytes, Shape shape) {
    NDArray bits = scope.create(bytes, shape, DataType.FLOAT16);
    return kernel.train(scope, "bfloat16_bits", bits).get(0);
  }

  /** The raw bytes of a bfloat16 array, little-endian. */
  public ByteBuffer bytesOfBfloat16(NDManager scope, NDArray array) {
    return HostCopy.bytes(kernel.infer(scope, "bits_of_bfloat16", array).get(0));
  }

  /** Quantises each row of a matrix symmetrically to 8 bits. */
  public Codes int8(NDManager scope, NDArray matrix) {
    return codes(kernel.train(scope, "int8_codes", matrix));
  }

  /**
   * Quantises each group of 64 neighbours in a row to 4 bits, from their lowest to their highest.
   */
  public Codes int4(NDManager scope, NDArray matrix) {
    return codes(kernel.train(scope, "int4_codes", matrix));
  }

  private static Codes codes(NDList result) {
    return new Codes(result.get(0), result.get(1));
  }

  /** The numbers of an array along one axis. */
  public NDArray flat(NDManager scope, NDArray array) {
    return kernel.train(scope, "one_axis", array).get(0);
  }

  /** An array of zeros in bfloat16. */
  public NDArray bfloat16Zeros(NDManager scope, Shape shape) {
    try (NDManager temporary = scope.newSubManager()) {
      // One number, broadcast: the shape crosses over without its memory.
      NDArray shaped = temporary.create(0f).broadcast(shape);
      return kernel.train(scope, "bfloat16_zeros", shaped).get(0);
    }
  }

  /**
   * Writes rows over some of {@code target}'s, in place, cast to its type.
   *
   * @param target {@code [rows, ..]}
   * @param source {@code [n, ..]}
   */
  public void fillRows(NDManager scope, NDArray target, NDArray source, int row) {
    kernel.train(scope, "fill_rows", target, source, row);
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
    kernel.train(scope, "fill_columns", target, source, row, column);
  }

  /**
   * The transpose of a part of a matrix.
   *
   * @param matrix {@code [rows, columns]}
   * @return a copy, {@code [columns, to - from]} row by row
   */
  public NDArray transposed(NDManager scope, NDArray matrix, int from, int to) {
    return kernel.train(scope, "transposed", matrix, from, to).get(0);
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
    kernel.train(scope, "take_rows", targets, sources, row, slots);
  }

  /** W + B A, added in float32, in the type of W. */
  public NDArray merge(NDManager scope, NDArray weight, NDArray a, NDArray b) {
    return kernel.train(scope, "merge", weight, a, b).get(0);
  }

  /** The matrix product: used by a benchmark to measure the machine's rate. */
  public NDArray matmul(NDManager scope, NDArray x, NDArray y) {
    return kernel.infer(scope, "matmul", x, y).get(0);
  }
}
