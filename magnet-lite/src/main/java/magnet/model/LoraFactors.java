package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import magnet.kernel.HostCopy;
import magnet.kernel.NativeMemory;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.family.Architecture;
import magnet.model.family.Projection;

/**
 * The trainable part of an adaptation: low-rank factors A and B on a decoder's projections (Hu et
 * al. 2022), {@code W + scale * B A}, in float32 whatever the decoder's precision.
 *
 * <p>Owns the native memory of its factors until {@link #close()}.
 */
public final class LoraFactors extends AbstractBlock implements AutoCloseable {

  private final AdapterConfig config;
  private final NDManager manager;
  private final NativeMemory memory;
  private final Map<LoraSlot, NDArray> factors = new LinkedHashMap<>();
  private final List<NDArray> ordered = new ArrayList<>();

  private LoraFactors(AdapterConfig config, Decoder decoder) {
    this.config = config.on(decoder.architecture());
    manager = decoder.newScope();
    memory = new NativeMemory(this, manager);
    manager.setName("lora");
  }

  /** Values of one factor, row by row. */
  private interface Source {
    float[] values(LoraSlot slot, int rows, int columns);
  }

  /**
   * A fresh adapter, as PEFT begins: A uniform within 1 / sqrt(inputs) (Kaiming with a = sqrt 5), B
   * zero, so that the model is unchanged at first. The same seed gives the same factors.
   *
   * @param config its targets may be {@link AdapterConfig#ALL_LINEAR}: all that there are
   */
  public static LoraFactors fresh(AdapterConfig config, Decoder decoder, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new LoraFactors(config, decoder)
        .fill(
            decoder.architecture(),
            (slot, rows, columns) -> {
              float[] values = new float[rows * columns];
              if (slot.factor() == 'A') {
                double bound = 1 / Math.sqrt(columns);
                for (int i = 0; i < values.length; i++) {
                  values[i] = (float) random.nextDouble(-bound, bound);
                }
              }
              return values;
            });
  }

  /**
   * An adapter of given values.
   *
   * @param values for each factor of every target its numbers, row by row
   * @throws IllegalArgumentException if one is missing, too many, or of another size
   */
  public static LoraFactors of(
      AdapterConfig config, Decoder decoder, Map<LoraSlot, float[]> values) {
    LoraFactors lora =
        new LoraFactors(config, decoder)
            .fill(
                decoder.architecture(),
                (slot, rows, columns) -> {
                  float[] given = values.get(slot);
                  if (given == null || given.length != rows * columns) {
                    throw new IllegalArgumentException(
                        ("The adapter has %s numbers for %s, expected %s x %s; it was made for"
                                + " another base model or another list of targets.")
                            .formatted(given == null ? "no" : given.length, slot, rows, columns));
                  }
                  return given;
                });
    for (LoraSlot slot : values.keySet()) {
      if (!lora.factors.containsKey(slot)) {
        lora.close();
        throw new IllegalArgumentException(
            ("The adapter has numbers for %s, which this base model or the list of targets %s"
                    + " does not have; load it with the base model that it was made for.")
                .formatted(slot, lora.config.targets()));
      }
    }
    return lora;
  }

  private LoraFactors fill(Architecture of, Source source) {
    try {
      List<Projection> projections = Projection.of(of.decoderFamily());
      for (int layer = 0; layer < of.layers(); layer++) {
        for (Projection each : projections) {
          String projection = each.name();
          boolean target = config.targets().contains(projection);
          int rank = target ? config.rank() : 0;
          for (char factor : new char[] {'A', 'B'}) {
            Shape shape =
                factor == 'A'
                    ? new Shape(rank, each.inputs(of))
                    : new Shape(each.outputs(of), rank);
            if (!target) {
              ordered.add(manager.create(shape));
              continue;
            }
            LoraSlot slot = new LoraSlot(layer, projection, factor);
            int rows = Math.toIntExact(shape.get(0));
            int columns = Math.toIntExact(shape.get(1));
            NDArray array = manager.create(source.values(slot, rows, columns), shape);
            String name = "layer" + layer + "_" + projection + "_" + factor;
            addParameter(Decoder.parameter(name, array, true));
            factors.put(slot, array);
            ordered.add(array);
          }
        }
      }
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Rank, scale and targets. */
  public AdapterConfig config() {
    return config;
  }

  /** The numbers of every factor, row by row and in the order of the kernels: copies. */
  public Map<LoraSlot, float[]> values() {
    Map<LoraSlot, float[]> values = new LinkedHashMap<>();
    factors.forEach((slot, array) -> values.put(slot, HostCopy.floats(array)));
    return values;
  }

  /** The factors as passes take them; see {@link magnet.kernel.DecoderKernel#stackLora}. */
  NDList stacked(NDManager scope, Decoder decoder, boolean train) {
    return decoder.kernel().stackLora(scope, ordered, config.scale(), decoder.head(), train);
  }

  /**
   * These factors in float32, whatever the decoder computes in, so that nothing is rounded twice.
   */
  NDList stackedInFloat32(NDManager scope, Decoder decoder) {
    NDArray float32 = scope.create(new float[1]);
    return decoder.kernel().stackLora(scope, ordered, config.scale(), float32, false);
  }

  /**
   * Refused: an adapter is no function of its own; {@link LanguageModel} joins it with a decoder.
   */
  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    throw new UnsupportedOperationException(
        "LoRA factors are not called on their own; call the language model that they adapt.");
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }

  /** Frees the memory of the factors. Closing twice is fine. */
  @Override
  public void close() {
    memory.close();
  }
}
