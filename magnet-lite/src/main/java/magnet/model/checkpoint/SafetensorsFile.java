package magnet.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import magnet.io.LfsPointer;
import magnet.io.Quoted;
import magnet.io.Unreadable;

/**
 * A safetensors file, open for reading: 8 bytes with the length of the header, the header in JSON,
 * then the tensors, little endian.
 *
 * <p>The header is checked against the file when it is opened, so that a truncated or forged file
 * fails there with one sentence and not later. Tensors are mapped, not read.
 *
 * <p>Safe for use from several threads.
 */
public final class SafetensorsFile implements AutoCloseable {

  private static final int LENGTH_BYTES = 8;
  private static final long LONGEST_HEADER = 100_000_000; // the limit of safetensors itself

  private final Path path;
  private final FileChannel channel;
  private final Map<String, TensorInfo> tensors;

  private SafetensorsFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.tensors = readHeader();
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws IllegalArgumentException if it is absent, truncated or not a valid safetensors file;
   *     the message says what is wrong with it
   */
  public static SafetensorsFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          path + " is not a file, expected a safetensors file; correct the path.");
    }
    try {
      LfsPointer.refuse(path);
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new SafetensorsFile(path, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
  }

  /** Where the file lies. */
  public Path path() {
    return path;
  }

  /** The names of the tensors, in the order of the file. */
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /** Type, shape and place of a tensor; a name that is not there is refused. */
  public TensorInfo info(String name) {
    TensorInfo info = tensors.get(name);
    if (info == null) {
      throw new IllegalArgumentException(
          "tensor %s is not in %s; use a checkpoint that has it."
              .formatted(Quoted.value(name), path));
    }
    return info;
  }

  /**
   * A whole tensor, mapped: nothing is read until its pages are touched.
   *
   * @return a read-only direct buffer, little endian, from 0 to the tensor's length. The mapping
   *     lives as long as the buffer is reachable, also after {@link #close}.
   * @throws IllegalArgumentException if there is no such tensor, or if it has 2 GiB or more: then
   *     map it in pieces
   */
  public ByteBuffer map(String name) {
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
   * A part of a tensor, mapped as by {@link #map(String)}.
   *
   * @param fromByte first byte, counted from the tensor's begin
   * @throws IllegalArgumentException if there is no such tensor or the part is not inside it
   */
  public ByteBuffer map(String name, long fromByte, int bytes) {
    long begin = place(name, fromByte, bytes);
    try {
      return channel.map(MapMode.READ_ONLY, begin, bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
  }

  /**
   * Reads a part of a tensor into a buffer, filling it from its position to its limit; straight
   * from the file if the buffer is direct.
   *
   * @param fromByte first byte, counted from the tensor's begin
   * @throws IllegalArgumentException if there is no such tensor or the part is not inside it
   */
  public void read(String name, long fromByte, ByteBuffer target) {
    long position = place(name, fromByte, target.remaining());
    try {
      fill(target, position, "it ended while tensor " + name + " was read (was it replaced?)");
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
  }

  /** Closes the file; buffers mapped before stay valid. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
  }

  /** The error for a file that is not valid. */
  static IllegalArgumentException fault(Path path, String what) {
    return new IllegalArgumentException(
        Quoted.sentence(
            path + " is not a valid safetensors file: " + what + "; download or save it again."));
  }

  private long place(String name, long fromByte, int bytes) {
    TensorInfo info = info(name);
    if (fromByte < 0 || bytes < 0 || fromByte > info.length() - bytes) {
      throw new IllegalArgumentException(
          ("%s bytes from byte %s are not inside tensor %s, which has %s bytes; ask for a part of"
                  + " it.")
              .formatted(bytes, fromByte, name, info.length()));
    }
    return info.begin() + fromByte;
  }

  private Map<String, TensorInfo> readHeader() throws IOException {
    long fileLength = channel.size();
    if (fileLength < LENGTH_BYTES) {
      throw fault(path, "it has " + fileLength + " bytes, too few for a header");
    }
    long length = read(0, LENGTH_BYTES).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw fault(
          path,
          "its header should have %s bytes, expected 2 to %s"
              .formatted(Long.toUnsignedString(length), LONGEST_HEADER));
    }
    long dataBegin = LENGTH_BYTES + length;
    if (dataBegin > fileLength) {
      throw fault(
          path,
          "its header should have %s bytes, but the whole file has %s (is it truncated?)"
              .formatted(length, fileLength));
    }
    return SafetensorsHeader.read(path, read(LENGTH_BYTES, (int) length), dataBegin, fileLength);
  }

  private ByteBuffer read(long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer, position, "it ended within its header");
    return buffer.flip();
  }

  private void fill(ByteBuffer target, long position, String ended) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int count = channel.read(target, at);
      if (count < 0) {
        throw fault(path, ended);
      }
      at += count;
    }
  }
}
