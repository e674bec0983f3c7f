package magnet;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import magnet.model.Decoder;
import magnet.model.LoraFactors;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.AdapterFiles;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.model.checkpoint.LoraSlot;
import magnet.model.checkpoint.SafetensorsWriter;

/**
 * What an adaptation learnt: LoRA factors, apart from the base model. {@code
 * Magnet.load(base).with(Adapter.load(dir))} joins them.
 *
 * @param config rank, strength and adapted projections
 * @param factors numbers of each factor, row by row; the maps and arrays are not copied
 * @param layersAtMost how many layers the base model may have: more than the factors have if the
 *     later layers are not adapted
 * @param bos the token that began every text that it learnt from, as in {@link Loading}; empty if
 *     none did, or if nobody knows
 */
public record Adapter(
    AdapterConfig config, Map<LoraSlot, float[]> factors, int layersAtMost, String bos)
    implements Serializable {

  /**
   * An adapter of every layer of its base model, from texts of which nobody knows how they began.
   */
  public Adapter(AdapterConfig config, Map<LoraSlot, float[]> factors) {
    this(config, factors, "");
  }

  Adapter(AdapterConfig config, Map<LoraSlot, float[]> factors, String bos) {
    this(config, factors, layers(factors), bos);
  }

  /**
   * Reads an adapter that {@link Magnet#save} or peft wrote. Ranks and strengths that differ from
   * module to module ({@code rank_pattern}, {@code alpha_pattern}) and layers that are not adapted
   * are converted to one rank on every layer, which computes the same.
   *
   * @param folder with adapter_config.json and adapter_model.safetensors
   * @throws IllegalArgumentException if a file is missing, broken or not supported
   */
  public static Adapter load(Path folder) {
    return of(AdapterFiles.read(folder), folder);
  }

  static Adapter of(AdapterFiles files, Path folder) {
    return new Adapter(
        files.config(), files.factors(), files.layersAtMost(), Saving.bosOfAdapter(folder));
  }

  /**
   * Reads an adapter by its name.
   *
   * @param name {@code "pocket"}, the one of {@link #pocket()}, or {@code "pocket/"} and a variant
   *     of {@link #pocket(String)}; else the path of a folder as in {@link #load(Path)}; else
   *     {@code "organisation/name"} on the Hugging Face {@link Hub}, which is downloaded unless it
   *     is in its cache
   * @throws IllegalArgumentException if there is no such adapter, or it is broken or not supported
   */
  public static Adapter load(String name) {
    if (name.equals(EmbeddedModel.NAME)) {
      return pocket();
    }
    for (String variant : EmbeddedModel.VARIANTS) {
      if (name.equals(EmbeddedModel.NAME + "/" + variant)) {
        return pocket(variant);
      }
    }
    return load(ModelSource.of(name, Loading.auto()).folder());
  }

  /**
   * The factors on the model that they were made for, perhaps with another dropout; one of another
   * shape is refused, and one whose texts begin with another token.
   */
  LoraFactors on(Magnet base, AdapterConfig how) {
    Decoder decoder = base.decoder();
    LoraFactors fitting = LoraFactors.of(how, decoder, factors(decoder.architecture().layers()));
    String begin = base.frame().bos();
    if (!bos.isEmpty() && !bos.equals(begin)) {
      fitting.close();
      throw new IllegalArgumentException(
          ("The adapter learnt from texts that begin with %s, but those of the model begin with %s;"
                  + " load the model with Loading.auto().bos(\"%s\").")
              .formatted(bos, begin.isEmpty() ? "no such token" : begin, bos));
    }
    return fitting;
  }

  /** The factors for a model of this many layers: zeros where a layer is not adapted. */
  Map<LoraSlot, float[]> factors(int layers) {
    if (layers <= layers(factors) || layers > layersAtMost) {
      return factors;
    }
    Map<LoraSlot, float[]> all = new LinkedHashMap<>(factors);
    for (int layer = layers(factors); layer < layers; layer++) {
      for (String projection : config.targets()) {
        for (char factor : new char[] {'A', 'B'}) {
          int size = factors.get(new LoraSlot(0, projection, factor)).length;
          all.put(new LoraSlot(layer, projection, factor), new float[size]);
        }
      }
    }
    return all;
  }

  private static int layers(Map<LoraSlot, float[]> factors) {
    return factors.keySet().stream().mapToInt(slot -> slot.layer() + 1).max().orElse(0);
  }

  /**
   * The adapter for the embedded model {@code "pocket"} that the full recipe learnt with all three
   * objectives: {@code Magnet.load("pocket").with(Adapter.pocket())}.
   */
  public static Adapter pocket() {
    return pocket("magnet");
  }

  /**
   * An adapter of the full recipe, {@code recipes/pocket-ablations.yaml}: each variant had the same
   * text, steps and seed. How its losses went: {@link History#pocket}.
   *
   * @param variant {@code "magnet"}; {@code "causal-control"}, which read the text from left to
   *     right and nothing else; or {@code "llm2vec"}, masked words and then sentence pairs, always
   *     from both sides
   * @throws IllegalArgumentException if it is another
   */
  public static Adapter pocket(String variant) {
    return load(EmbeddedModel.pocketAdapter(variant).folder());
  }

  /** Writes the adapter as peft does; {@code beside} writes what else is saved to its stage. */
  void save(Path folder, AdapterFiles.Base base, Consumer<Path> beside) {
    List<SafetensorsWriter.Entry> entries = new ArrayList<>();
    factors.forEach(
        (slot, numbers) -> {
          ByteBuffer bytes =
              ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(numbers);
          long rank = config.rank();
          long inner = numbers.length / rank;
          long[] shape = slot.factor() == 'A' ? new long[] {rank, inner} : new long[] {inner, rank};
          entries.add(new SafetensorsWriter.Entry(slot.tensorName(), "F32", shape, bytes));
        });
    AdapterFiles.write(folder, config, base, entries, beside);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "LoRA adapter, rank %d, alpha %s, on %s",
        config.rank(),
        config.alpha(),
        String.join(", ", config.targets()));
  }
}
