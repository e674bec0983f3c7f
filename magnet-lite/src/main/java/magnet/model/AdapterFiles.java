package magnet.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A LoRA adapter in a folder as peft saves it: adapter_config.json and adapter_model.safetensors.
 *
 * <p>Open, it is complete and of one rank: every target has both factors in every layer. Whether it
 * fits a model (layers, widths) is for the model to say.
 */
public final class AdapterFiles implements AutoCloseable {

  private static final String CONFIG = "adapter_config.json";
  private static final String WEIGHTS = "adapter_model.safetensors";

  private final AdapterConfig config;
  private final SafetensorsFile tensors;
  private final Map<LoraSlot, TensorInfo> slots;

  private AdapterFiles(AdapterConfig config, SafetensorsFile tensors) {
    this.tensors = tensors;
    this.slots = new LinkedHashMap<>();
    for (String name : tensors.names()) {
      add(slots, tensors.info(name), tensors.path());
    }
    this.config = config.of(slots.keySet());
    check(this.config, slots, tensors.path());
  }

  /**
   * Opens an adapter.
   *
   * @param folder the folder
   * @throws IllegalArgumentException if a file is missing or not sound, if the adapter asks for
   *     what is not supported, or if a factor is missing or of another rank; the message names it
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static AdapterFiles open(Path folder) {
    AdapterConfig config = AdapterConfig.read(folder.resolve(CONFIG));
    if (!Files.isRegularFile(folder.resolve(WEIGHTS))) {
      String other =
          Files.exists(folder.resolve("adapter_model.bin"))
              ? ", where there is an adapter_model.bin, which is not read; save it again with"
                  + " peft's safe_serialization=True."
              : "; name the folder of a peft adapter.";
      throw new IllegalArgumentException(WEIGHTS + " is missing in " + folder + other);
    }
    SafetensorsFile tensors = SafetensorsFile.open(folder.resolve(WEIGHTS));
    try {
      return new AdapterFiles(config, tensors);
    } catch (RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  /**
   * Writes an adapter that peft loads; each of the two files is there whole or not at all.
   *
   * @param folder the folder; made if it is absent
   * @param config the settings
   * @param base name of the base model, for the reader's information; empty for none
   * @param factors both factors of every target in every layer, each named by {@link
   *     LoraSlot#tensorName()}
   * @throws IllegalArgumentException if a factor is missing, unknown or of another rank
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public static void write(
      Path folder, AdapterConfig config, String base, List<SafetensorsWriter.Entry> factors) {
    Path weights = folder.resolve(WEIGHTS);
    Map<LoraSlot, TensorInfo> slots = new LinkedHashMap<>();
    for (SafetensorsWriter.Entry factor : factors) {
      add(slots, new TensorInfo(factor.name(), factor.dtype(), factor.shape(), 0, 0), weights);
    }
    AdapterConfig written = config.of(slots.keySet());
    check(written, slots, weights);
    SafetensorsWriter.write(weights, SafetensorsWriter.PYTORCH, factors);
    AtomicFile.write(folder.resolve(CONFIG), written.toJson(base));
  }

  /** The settings. */
  public AdapterConfig config() {
    return config;
  }

  /** The factors, in the order of the file. */
  public Map<LoraSlot, TensorInfo> slots() {
    return Collections.unmodifiableMap(slots);
  }

  /** How many layers are adapted: all from the first on. */
  public int layers() {
    return layers(slots);
  }

  /** The numbers of the factors, by the names in {@link #slots()}. */
  public TensorStore tensors() {
    return tensors;
  }

  /** Closes the file; buffers mapped before stay valid. */
  @Override
  public void close() {
    tensors.close();
  }

  private static void add(Map<LoraSlot, TensorInfo> slots, TensorInfo tensor, Path file) {
    LoraSlot slot =
        LoraSlot.parse(tensor.name())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "tensor "
                            + tensor.name()
                            + " of "
                            + file
                            + " is not a LoRA factor of one of "
                            + LoraSlot.PROJECTIONS
                            + "; use an adapter of these only."));
    if (slots.putIfAbsent(slot, tensor) != null) {
      throw new IllegalArgumentException(
          "two tensors of " + file + " are " + slot.tensorName() + "; keep one of them.");
    }
  }

  private static void check(AdapterConfig config, Map<LoraSlot, TensorInfo> slots, Path file) {
    for (int layer = 0; layer < Math.max(1, layers(slots)); layer++) {
      for (String projection : config.targets()) {
        check(new LoraSlot(layer, projection, 'A'), 0, config, slots, file);
        check(new LoraSlot(layer, projection, 'B'), 1, config, slots, file);
      }
    }
    for (LoraSlot slot : slots.keySet()) {
      if (!config.targets().contains(slot.projection())) {
        throw new IllegalArgumentException(
            slots.get(slot).name()
                + " of "
                + file
                + " is not one of the target_modules, which are "
                + config.targets()
                + "; use files that belong together.");
      }
    }
  }

  private static void check(
      LoraSlot slot,
      int rankAxis,
      AdapterConfig config,
      Map<LoraSlot, TensorInfo> slots,
      Path file) {
    TensorInfo tensor = slots.get(slot);
    if (tensor == null) {
      throw new IllegalArgumentException(
          slot.tensorName() + " is missing in " + file + "; use a complete adapter.");
    }
    if (tensor.shape().length != 2 || tensor.shape()[rankAxis] != config.rank()) {
      throw new IllegalArgumentException(
          tensor
              + " of "
              + file
              + " has the wrong shape, expected rank r = "
              + config.rank()
              + " on axis "
              + rankAxis
              + "; use files that belong together.");
    }
  }

  private static int layers(Map<LoraSlot, TensorInfo> slots) {
    return slots.keySet().stream().mapToInt(slot -> slot.layer() + 1).max().orElse(0);
  }
}
