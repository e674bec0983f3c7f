package magnet.model.checkpoint;

import java.util.Arrays;

/**
 * What a checkpoint says about one tensor.
 *
 * @param name as in the file
 * @param dtype type of the elements as safetensors writes it: F32, F16, BF16, …
 * @param shape sizes of the axes, outermost first; empty for a single number. Copied on the way in
 *     and out.
 * @param begin where its bytes begin, counted from the start of the file
 * @param length number of its bytes: elements times bytes of an element
 */
public record TensorInfo(String name, String dtype, long[] shape, long begin, long length) {

  /** Copies the shape. */
  public TensorInfo {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(shape);
  }
}
