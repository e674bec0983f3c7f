package magnet.model.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import magnet.io.Quoted;
import magnet.io.Unreadable;

/**
 * A safetensors file, open for reading: 8 bytes with the length of the header, the header in JSON,
 * then the tensors, little endian.
 *
 * <p>The header is checked against the file when it is opened, so that a truncated or forged file
 * fails there with one sentence and not later. Tensors are mapped, not read.
 */
public final class SafetensorsFile implements TensorStore {

  private static final int LENGTH_BYTES = 8;
  private static final long LONGEST_HEADER = 100_000_000; // the limit of safetensors itself

  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final Map<String, TensorInfo> tensors;

  private SafetensorsFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.header = readHeader();
    this.tensors = Collections.unmodifiableMap(header.tensors());
  }

  /**
   * Opens a file and checks its header.
   *
   * @param path the file
   * @throws IllegalArgumentException if it is absent, truncated or not a valid safetensors file;
   *     the message says what is wrong with it
   * @throws UncheckedIOException if it cannot be read
   */
  public static SafetensorsFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          path + " is not a file, expected a safetensors file; correct the path.");
    }
    try {
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

  /** The texts that the file says about itself, as in {@code format: pt}; may be empty. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public TensorInfo info(String name) {
    TensorInfo info = tensors.get(name);
    if (info == null) {
      throw new IllegalArgumentException(
          "tensor %s is not in %s; use a checkpoint that has it."
              .formatted(Quoted.value(name), path));
    }
    return info;
  }

  @Override
  public ByteBuffer map(String name, long fromByte, int bytes) {
    long begin = place(name, fromByte, bytes);
    try {
      return channel.map(MapMode.READ_ONLY, begin, bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
  }

  @Override
  public void read(String name, long fromByte, ByteBuffer target) {
    long position = place(name, fromByte, target.remaining());
    try {
      while (target.hasRemaining()) {
        int count = channel.read(target, position);
        if (count < 0) {
          throw fault(path, "it ended while tensor " + name + " was read (was it replaced?)");
        }
        position += count;
      }
    } catch (IOException e) {
      throw Unreadable.of(path, e);
    }
  }

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

  private SafetensorsHeader readHeader() throws IOException {
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
    return new SafetensorsHeader(path, read(LENGTH_BYTES, (int) length), dataBegin, fileLength);
  }

  private ByteBuffer read(long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw fault(path, "it ended within its header");
      }
    }
    return buffer.flip();
  }
}
