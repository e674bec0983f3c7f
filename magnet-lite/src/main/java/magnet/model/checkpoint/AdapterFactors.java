package magnet.model.checkpoint;

import ai.djl.util.Float16Utils;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The factors of an adapter, converted to one rank and one strength on every layer, as passes take
 * them. What is computed stays the same: a lower rank gets zeros, a different strength goes into B,
 * and a layer that is not adapted gets zeros only.
 *
 * @param config the settings that then hold
 * @param numbers of each factor, row by row
 */
record AdapterFactors(AdapterConfig config, Map<LoraSlot, float[]> numbers) {

  /** How much larger than its file an adapter may become by zeros. */
  private static final int MOST_GROWTH = 200;

  private static final long ALWAYS_FINE = 1 << 24; // numbers: 64 MiB

  /** One module's factors as they are stored. */
  record Module(TensorInfo a, TensorInfo b, int rank, double scale) {}

  /**
   * Reads the factors.
   *
   * @param modules by place: the slot of its A; at least one
   * @throws IllegalArgumentException if one is of a type that is not supported
   */
  static AdapterFactors read(
      AdapterRule rule, Map<LoraSlot, Module> modules, SafetensorsFile store) {
    Module first = modules.values().iterator().next();
    boolean uniform =
        modules.values().stream()
            .allMatch(each -> each.rank() == first.rank() && each.scale() == first.scale());
    int rank = modules.values().stream().mapToInt(Module::rank).max().orElseThrow();
    int layers = modules.keySet().stream().mapToInt(LoraSlot::layer).max().orElseThrow() + 1;
    Map<String, LoraSlot> adapted = new TreeMap<>(); // a slot of each projection
    modules.keySet().forEach(slot -> adapted.put(slot.projection(), slot));
    List<String> projections = List.copyOf(adapted.keySet());
    refuseGrowth(modules, rank, layers);

    Map<LoraSlot, float[]> numbers = new LinkedHashMap<>();
    modules.forEach(
        (slot, module) -> {
          float scale = uniform ? 1 : (float) module.scale();
          int columns = Math.toIntExact(module.a().shape()[1]);
          float[] a = Arrays.copyOf(numbers(store, module.a()), rank * columns);
          float[] b = widened(numbers(store, module.b()), module.rank(), rank, scale);
          numbers.put(slot, a);
          numbers.put(slot.other(), b);
        });
    for (int layer = 0; layer < layers; layer++) {
      for (String projection : projections) {
        LoraSlot slot = new LoraSlot(layer, projection, 'A');
        if (!numbers.containsKey(slot)) {
          LoraSlot like = adapted.get(projection);
          numbers.put(slot, new float[numbers.get(like).length]);
          numbers.put(slot.other(), new float[numbers.get(like.other()).length]);
        }
      }
    }
    boolean asSaid = uniform && first.rank() == rule.config(projections).rank();
    AdapterConfig config =
        asSaid && first.scale() == rule.config(projections).scale()
            ? rule.config(projections)
            : rule.config(projections, rank, uniform ? first.scale() * rank : rank, false);
    return new AdapterFactors(config, numbers);
  }

  /** A small file must not claim memory that the factors in it would never fill. */
  private static void refuseGrowth(Map<LoraSlot, Module> modules, int rank, int layers) {
    long stored = 0;
    Map<String, Long> widths = new HashMap<>(); // of both factors for each rank, by projection
    for (Map.Entry<LoraSlot, Module> each : modules.entrySet()) {
      Module module = each.getValue();
      long width = module.a().shape()[1] + module.b().shape()[0];
      stored += module.rank() * width;
      widths.merge(each.getKey().projection(), width, Math::max);
    }
    double width = widths.values().stream().mapToLong(Long::longValue).sum();
    double widest = widths.values().stream().mapToLong(Long::longValue).max().orElse(0);
    if (rank * widest > Integer.MAX_VALUE
        || rank * width * layers > Math.max(ALWAYS_FINE, (double) MOST_GROWTH * stored)) {
      throw new IllegalArgumentException(
          ("The adapter holds %s numbers, but with one rank, %s, on all its %s layers it would be"
                  + " more than %s times as large; use one whose ranks and layers are alike.")
              .formatted(stored, rank, layers, MOST_GROWTH));
    }
  }

  /** B with columns of zeros up to the wanted rank, and multiplied. */
  private static float[] widened(float[] b, int rank, int wanted, float scale) {
    if (rank == wanted && scale == 1) {
      return b;
    }
    int rows = b.length / rank;
    float[] wide = new float[rows * wanted];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < rank; i++) {
        wide[row * wanted + i] = scale * b[row * rank + i];
      }
    }
    return wide;
  }

  private static float[] numbers(SafetensorsFile store, TensorInfo tensor) {
    ByteBuffer bytes = store.map(tensor.name(), 0, Math.toIntExact(tensor.length()));
    float[] numbers = new float[Math.toIntExact(tensor.shape()[0] * tensor.shape()[1])];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (tensor.dtype()) {
            case "F32" -> bytes.getFloat(i * Float.BYTES);
            case "BF16" -> Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << 16);
            case "F16" -> Float16Utils.halfToFloat(bytes.getShort(i * Short.BYTES));
            default ->
                throw new IllegalArgumentException(
                    ("Tensor %s has the wrong dtype, expected F32, F16 or BF16; save the adapter in"
                            + " one of these.")
                        .formatted(tensor));
          };
    }
    return numbers;
  }
}
