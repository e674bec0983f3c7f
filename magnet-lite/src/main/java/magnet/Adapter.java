package magnet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.model.AdapterConfig;
import magnet.model.AdapterFiles;
import magnet.model.LoraSlot;
import magnet.model.SafetensorsWriter;
import magnet.model.TensorInfo;

/**
 * What an adaptation learnt: LoRA factors, apart from the base model. {@code
 * Magnet.load(base).with(Adapter.load(dir))} joins them.
 *
 * @param config rank, strength and adapted projections
 * @param factors numbers of each factor, row by row; the maps and arrays are not copied
 */
public record Adapter(AdapterConfig config, Map<LoraSlot, float[]> factors) {

  /**
   * Reads an adapter that {@link #save} or peft wrote.
   *
   * @param folder with adapter_config.json and adapter_model.safetensors
   * @throws IllegalArgumentException if a file is missing, not sound or not supported
   */
  public static Adapter load(Path folder) {
    try (AdapterFiles files = AdapterFiles.open(folder)) {
      Map<LoraSlot, float[]> factors = new LinkedHashMap<>();
      files.slots().forEach((slot, tensor) -> factors.put(slot, numbers(files, tensor)));
      return new Adapter(files.config(), factors);
    }
  }

  /**
   * Writes the adapter as peft does.
   *
   * @param folder made if it is absent
   * @param base what the base model is called, for the reader's information
   */
  void save(Path folder, String base) {
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    factors.forEach(
        (slot, numbers) -> {
          ByteBuffer bytes =
              ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(numbers);
          long inner = numbers.length / config.rank();
          long[] shape =
              slot.factor() == 'A'
                  ? new long[] {config.rank(), inner}
                  : new long[] {inner, config.rank()};
          entries.add(new SafetensorsWriter.Entry(slot.tensorName(), "F32", shape, bytes));
        });
    AdapterFiles.write(folder, config, base, entries);
  }

  private static float[] numbers(AdapterFiles files, TensorInfo tensor) {
    ByteBuffer bytes =
        files
            .tensors()
            .map(tensor.name(), 0, Math.toIntExact(tensor.length()))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] numbers = new float[Math.toIntExact(tensor.shape()[0] * tensor.shape()[1])];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (tensor.dtype()) {
            case "F32" -> bytes.getFloat(i * Float.BYTES);
            case "BF16" -> Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << 16);
            default ->
                throw new IllegalArgumentException(
                    "Tensor "
                        + tensor
                        + " has the wrong dtype, expected F32 or BF16; save the adapter in one of"
                        + " these.");
          };
    }
    return numbers;
  }

  @Override
  public String toString() {
    return "LoRA adapter, rank %d, alpha %s, on %s"
        .formatted(config.rank(), config.alpha(), String.join(", ", config.targets()));
  }
}
