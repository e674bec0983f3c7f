package magnet.bench;

import ai.djl.util.Float16Utils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import magnet.model.checkpoint.SafetensorsFile;
import magnet.model.checkpoint.SafetensorsWriter;
import magnet.model.checkpoint.TensorInfo;

/**
 * Cuts a safetensors file from float32 to float16, half as long. Factors of an adapter are small
 * numbers and lie well within its range.
 */
final class HalfPrecision {

  private HalfPrecision() {}

  /**
   * Writes a file's tensors in float16; those that are not of float32 stay as they are.
   *
   * @param from a safetensors file
   * @param to the other; replaced if it is there
   * @throws IllegalArgumentException if a number is beyond float16's range of 65,504
   */
  static void write(Path from, Path to) {
    try (SafetensorsFile file = SafetensorsFile.open(from)) {
      List<SafetensorsWriter.Entry> entries = new ArrayList<>();
      for (String name : file.names()) {
        TensorInfo tensor = file.info(name);
        ByteBuffer bytes = file.map(name, 0, Math.toIntExact(tensor.length()));
        boolean whole = tensor.dtype().equals("F32");
        entries.add(
            new SafetensorsWriter.Entry(
                name,
                whole ? "F16" : tensor.dtype(),
                tensor.shape(),
                whole ? halves(tensor, bytes) : bytes));
      }
      SafetensorsWriter.write(to, SafetensorsWriter.PYTORCH, entries);
    }
  }

  private static ByteBuffer halves(TensorInfo tensor, ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer halves = ByteBuffer.allocate(bytes.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      float number = bytes.getFloat();
      short half = Float16Utils.floatToHalf(number);
      if (!Float.isFinite(Float16Utils.halfToFloat(half))) {
        throw new IllegalArgumentException(
            "%s holds %s, which float16 cannot hold; leave it in float32"
                .formatted(tensor.name(), number));
      }
      halves.putShort(half);
    }
    return halves.flip();
  }
}
