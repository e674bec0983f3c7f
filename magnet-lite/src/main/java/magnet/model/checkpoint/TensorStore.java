package magnet.model.checkpoint;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Named tensors on disk: one safetensors file, or all shards of a checkpoint.
 *
 * <p>Safe for use from several threads.
 */
public interface TensorStore extends AutoCloseable {

  /** The names, in the order of the files. */
  Set<String> names();

  /**
   * Type, shape and place of a tensor.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  TensorInfo info(String name);

  /**
   * A whole tensor, mapped: nothing is read until its pages are touched.
   *
   * @return a read-only direct buffer, little endian, from 0 to the tensor's length. The mapping
   *     lives as long as the buffer is reachable, also after {@link #close}.
   * @throws IllegalArgumentException if there is no such tensor, or if it has 2 GiB or more: then
   *     map it in pieces
   * @throws java.io.UncheckedIOException if it cannot be mapped
   */
  default ByteBuffer map(String name) {
    long length = info(name).length();
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          ("%s has %s bytes, expected at most %s for one buffer; map it in pieces with map(name,"
                  + " fromByte, bytes).")
              .formatted(name, length, Integer.MAX_VALUE));
    }
    return map(name, 0, (int) length);
  }

  /**
   * A part of a tensor, mapped.
   *
   * @param name the tensor
   * @param fromByte first byte, counted from the tensor's begin
   * @param bytes how many
   * @return as from {@link #map(String)}
   * @throws IllegalArgumentException if there is no such tensor or the part is not inside it
   * @throws java.io.UncheckedIOException if it cannot be mapped
   */
  ByteBuffer map(String name, long fromByte, int bytes);

  /**
   * Reads a part of a tensor into a buffer, filling it from its position to its limit; straight
   * from the file if the buffer is direct.
   *
   * @param name the tensor
   * @param fromByte first byte, counted from the tensor's begin
   * @param target the buffer; afterwards its position is its limit
   * @throws IllegalArgumentException if there is no such tensor or the part is not inside it
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  void read(String name, long fromByte, ByteBuffer target);

  /** Closes the files; buffers mapped before stay valid. */
  @Override
  void close();
}
