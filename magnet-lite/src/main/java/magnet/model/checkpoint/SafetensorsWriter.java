package magnet.model.checkpoint;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import magnet.io.AtomicFile;

/**
 * Writes safetensors files, byte for byte as safetensors itself orders them: types of large
 * elements first, then by name, the header padded with blanks to a multiple of 8 bytes.
 */
public final class SafetensorsWriter {

  /** The metadata that transformers and peft expect in every file. */
  public static final Map<String, String> PYTORCH = Map.of("format", "pt");

  private static final Gson GSON = new Gson();

  private static final Comparator<Entry> ORDER =
      Comparator.comparingInt((Entry entry) -> -TensorTypes.place(entry.dtype()))
          .thenComparing(
              entry -> entry.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private SafetensorsWriter() {}

  /**
   * One tensor to be written.
   *
   * @param name unique within the file
   * @param dtype type of the elements as safetensors writes it: F32, F16, BF16, …
   * @param shape sizes of the axes, outermost first; not copied
   * @param pieces the bytes in one or several buffers, little endian, each from its position to its
   *     limit. Asked for once, when it is this tensor's turn, so that pieces may be made one by one
   *     while the file is written; the buffers' positions move.
   */
  public record Entry(String name, String dtype, long[] shape, Iterable<ByteBuffer> pieces) {

    /** A tensor whose bytes are in one buffer. */
    public Entry(String name, String dtype, long[] shape, ByteBuffer bytes) {
      this(name, dtype, shape, List.of(bytes));
    }
  }

  /**
   * Writes a file, whole or not at all: see {@link AtomicFile}.
   *
   * @param file the file; replaced if it is there
   * @param metadata texts about the file, usually {@link #PYTORCH}
   * @throws IllegalArgumentException if a name occurs twice, a type is unknown, or a tensor's bytes
   *     are not as many as its type and shape need; the old file is then still there
   */
  public static void write(Path file, Map<String, String> metadata, List<Entry> tensors) {
    check(file, tensors);
    List<Entry> sorted = tensors.stream().sorted(ORDER).toList();
    ByteBuffer header = header(metadata, sorted);
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, header);
          for (Entry tensor : sorted) {
            write(file, channel, tensor);
          }
        });
  }

  private static void check(Path file, List<Entry> tensors) {
    Set<String> names = new HashSet<>();
    for (Entry tensor : tensors) {
      if (!names.add(tensor.name()) || tensor.name().equals("__metadata__")) {
        throw new IllegalArgumentException(
            "two tensors for %s are called \"%s\", expected one each; rename one."
                .formatted(file, tensor.name()));
      }
      if (!TensorTypes.known(tensor.dtype())) {
        throw new IllegalArgumentException(
            "dtype of tensor %s is \"%s\", expected one of %s; correct it."
                .formatted(tensor.name(), tensor.dtype(), TensorTypes.all()));
      }
    }
  }

  private static void write(Path file, FileChannel channel, Entry tensor) throws IOException {
    long begin = channel.position();
    for (ByteBuffer piece : tensor.pieces()) {
      AtomicFile.writeFully(channel, piece);
    }
    long written = channel.position() - begin;
    long expected = TensorTypes.bytes(tensor.dtype(), tensor.shape());
    if (written != expected) {
      throw new IllegalArgumentException(
          "tensor %s for %s gave %s bytes, expected %s for %s%s; hand in all of it."
              .formatted(
                  tensor.name(),
                  file,
                  written,
                  expected,
                  tensor.dtype(),
                  Arrays.toString(tensor.shape())));
    }
  }

  private static ByteBuffer header(Map<String, String> metadata, List<Entry> sorted) {
    JsonObject json = new JsonObject();
    if (!metadata.isEmpty()) {
      JsonObject texts = new JsonObject();
      new TreeMap<>(metadata).forEach(texts::addProperty);
      json.add("__metadata__", texts);
    }
    long begin = 0;
    for (Entry tensor : sorted) {
      long end = begin + TensorTypes.bytes(tensor.dtype(), tensor.shape());
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", tensor.dtype());
      entry.add("shape", GSON.toJsonTree(tensor.shape()));
      entry.add("data_offsets", GSON.toJsonTree(new long[] {begin, end}));
      json.add(tensor.name(), entry);
      begin = end;
    }
    byte[] text = GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + 7) / 8 * 8;
    ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(padded).put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }
}
