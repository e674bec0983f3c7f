package magnet.model.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import magnet.io.AtomicFile;
import magnet.io.AtomicFolder;
import magnet.io.Quoted;
import magnet.model.family.DecoderFamily;
import magnet.model.family.Projection;

/**
 * A LoRA adapter in a folder as peft saves it: adapter_config.json and adapter_model.safetensors.
 *
 * <p>Once read, it is complete and converted to one rank: every target has both factors in every
 * layer up to the last one that is adapted. Whether it fits a model (layers, widths) is for the
 * model to say.
 *
 * @param config the settings, brought to one rank and strength
 * @param factors the numbers of every factor, row by row, in the order of layers
 * @param layersAtMost how many layers the base model may have: those of the factors, and more where
 *     the adapter does not adapt the later ones
 * @param base the base model that the files name
 */
public record AdapterFiles(
    AdapterConfig config,
    Map<LoraSlot, float[]> factors,
    int layersAtMost,
    AdapterFiles.Base base) {

  /** The file that identifies a folder as an adapter's. */
  public static final String CONFIG = "adapter_config.json";

  /** The file of an adapter's weights. */
  public static final String WEIGHTS = "adapter_model.safetensors";

  private static final String PREFIX = "base_model.model.";

  /** Beyond this layer nothing checks whether it would be adapted. */
  private static final int LAYERS_LOOKED_AT = 1000;

  /**
   * What a base model is called.
   *
   * @param name a folder, or a name of the Hub; empty if it is not known
   * @param revision of the Hub's repository; empty for its main one
   */
  public record Base(String name, String revision) {

    /** Not known. */
    public static final Base NONE = new Base("", "");

    /** Whether it is the model of a folder. */
    boolean isIn(Path folder) {
      try {
        Path own = Path.of(name);
        return !name.isEmpty() && Files.isDirectory(own) && Files.isSameFile(own, folder);
      } catch (InvalidPathException | IOException e) {
        return false; // a name of the Hub
      }
    }

    /** As a user writes it: {@code "organisation/name@revision"}. */
    @Override
    public String toString() {
      return revision.isEmpty() ? name : name + "@" + revision;
    }
  }

  /** Whether a folder holds an adapter. */
  public static boolean areIn(Path folder) {
    return Files.isRegularFile(folder.resolve(CONFIG));
  }

  /**
   * Reads an adapter.
   *
   * @throws IllegalArgumentException if a file is missing or broken, if the adapter asks for what
   *     is not supported, or if a factor is missing or of another rank; the message names it
   */
  public static AdapterFiles read(Path folder) {
    AtomicFolder.settle(folder);
    AdapterRule rule = AdapterRule.read(folder.resolve(CONFIG));
    Path weights = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(weights)) {
      String other =
          Files.exists(folder.resolve("adapter_model.bin"))
              ? ", where there is an adapter_model.bin, which is not read; save it again with"
                  + " peft's safe_serialization=True."
              : "; name the folder of a peft adapter.";
      throw new IllegalArgumentException(WEIGHTS + " is missing in " + folder + other);
    }
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      Map<LoraSlot, TensorInfo> slots = new LinkedHashMap<>();
      for (String name : file.names()) {
        add(slots, file.info(name), weights);
      }
      if (slots.isEmpty()) {
        throw new IllegalArgumentException(weights + " has no factor; use a complete adapter.");
      }
      List<Projection> projections = projectionsOfFamily(slots);
      String root = root(slots);
      Map<LoraSlot, AdapterFactors.Module> modules = new LinkedHashMap<>();
      for (int layer = 0; layer < layers(slots); layer++) {
        for (Projection each : projections) {
          String path = root + layer + "." + each.module();
          LoraSlot a = new LoraSlot(layer, each.name(), 'A');
          if (rule.adapts(path)) {
            both(a, rule.rank(path), slots, weights);
            modules.put(
                a,
                new AdapterFactors.Module(
                    slots.get(a), slots.get(a.other()), rule.rank(path), rule.scale(path)));
          } else {
            refuse(a, rule, slots, weights);
            refuse(a.other(), rule, slots, weights);
          }
        }
      }
      rule.checkStorage(
          projections.stream()
              .filter(each -> slots.keySet().stream().anyMatch(slot -> isOf(slot, each)))
              .toList());
      AdapterFactors found = AdapterFactors.read(rule, modules, file);
      return new AdapterFiles(
          found.config(),
          Collections.unmodifiableMap(found.numbers()),
          layersAtMost(rule, root, projections, layers(slots)),
          rule.base());
    }
  }

  /**
   * Writes an adapter that peft loads. The files change in one step: see {@link AtomicFolder}.
   *
   * @param folder the folder; made if it is absent
   * @param factors both factors of every target in every layer, each named by {@link
   *     LoraSlot#tensorName()}
   * @param beside writes what else is saved in the same step to the folder that it is given
   * @throws IllegalArgumentException if a factor is missing, unknown or of another rank, or if the
   *     folder holds a model that is not the adapter's base
   */
  public static void write(
      Path folder,
      AdapterConfig config,
      Base base,
      List<SafetensorsWriter.Entry> factors,
      Consumer<Path> beside) {
    AtomicFolder.settle(folder);
    if (Files.exists(folder.resolve(Checkpoint.CONFIG)) && !base.isIn(folder)) {
      throw new IllegalArgumentException(
          ("%s holds a model that is not the adapter's base, \"%s\", and would be loaded with it;"
                  + " save the adapter to a folder of its own.")
              .formatted(folder, base));
    }
    Path weights = folder.resolve(WEIGHTS);
    Map<LoraSlot, TensorInfo> slots = new LinkedHashMap<>();
    for (SafetensorsWriter.Entry factor : factors) {
      add(slots, new TensorInfo(factor.name(), factor.dtype(), factor.shape(), 0, 0), weights);
    }
    AdapterConfig written = config.of(slots.keySet());
    for (int layer = 0; layer < Math.max(1, layers(slots)); layer++) {
      for (String projection : written.targets()) {
        both(new LoraSlot(layer, projection, 'A'), written.rank(), slots, weights);
      }
    }
    AtomicFolder.write(
        folder,
        CONFIG,
        List.of(),
        stage -> {
          SafetensorsWriter.write(stage.resolve(WEIGHTS), SafetensorsWriter.PYTORCH, factors);
          AtomicFile.write(stage.resolve(CONFIG), written.toJson(base));
          beside.accept(stage);
        });
  }

  private static void add(Map<LoraSlot, TensorInfo> slots, TensorInfo tensor, Path file) {
    LoraSlot slot =
        LoraSlot.parse(tensor.name())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        ("tensor %s of %s is not a LoRA factor of one of %s; use an adapter of"
                                + " these only.")
                            .formatted(Quoted.value(tensor.name()), file, LoraSlot.PROJECTIONS)));
    if (slots.putIfAbsent(slot, tensor) != null) {
      throw new IllegalArgumentException(
          "two tensors of " + file + " are " + slot.tensorName() + "; keep one of them.");
    }
  }

  /** The projections of the family whose names the file uses. */
  private static List<Projection> projectionsOfFamily(Map<LoraSlot, TensorInfo> slots) {
    return DecoderFamily.ALL.stream()
        .map(Projection::of)
        .filter(
            some ->
                slots.keySet().stream()
                    .allMatch(slot -> some.stream().anyMatch(each -> isOf(slot, each))))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the factors are of several families: "
                        + slots.keySet().stream().map(LoraSlot::projection).distinct().toList()
                        + "; use an adapter of one model."));
  }

  private static boolean isOf(LoraSlot slot, Projection projection) {
    return projection.name().equals(slot.projection());
  }

  /** What precedes the layer's number in the file's names: with or without "model.". */
  private static String root(Map<LoraSlot, TensorInfo> slots) {
    Map.Entry<LoraSlot, TensorInfo> any = slots.entrySet().iterator().next();
    String path = any.getValue().name().substring(PREFIX.length());
    String from =
        any.getKey().layer() + "." + Projection.called(any.getKey().projection()).module();
    return path.substring(0, path.lastIndexOf(from));
  }

  private static void refuse(
      LoraSlot slot, AdapterRule rule, Map<LoraSlot, TensorInfo> slots, Path file) {
    if (slots.containsKey(slot)) {
      throw new IllegalArgumentException(
          ("%s of %s is not one of the target_modules, which are %s; use files that belong"
                  + " together.")
              .formatted(Quoted.value(slots.get(slot).name()), file, rule));
    }
  }

  private static void both(LoraSlot a, int rank, Map<LoraSlot, TensorInfo> slots, Path file) {
    check(a, 0, rank, slots, file);
    check(a.other(), 1, rank, slots, file);
  }

  private static void check(
      LoraSlot slot, int rankAxis, int rank, Map<LoraSlot, TensorInfo> slots, Path file) {
    TensorInfo tensor = slots.get(slot);
    if (tensor == null) {
      throw new IllegalArgumentException(
          slot.tensorName() + " is missing in " + file + "; use a complete adapter.");
    }
    if (tensor.shape().length != 2 || tensor.shape()[rankAxis] != rank) {
      throw new IllegalArgumentException(
          ("%s of %s has the wrong shape, expected rank r = %s on axis %s; use files that belong"
                  + " together.")
              .formatted(tensor, file, rank, rankAxis));
    }
  }

  private static int layers(Map<LoraSlot, TensorInfo> slots) {
    return slots.keySet().stream().mapToInt(slot -> slot.layer() + 1).max().orElse(0);
  }

  private static int layersAtMost(
      AdapterRule rule, String root, List<Projection> projections, int layers) {
    for (int layer = layers; layer < layers + LAYERS_LOOKED_AT; layer++) {
      String before = root + layer + ".";
      if (projections.stream().anyMatch(each -> rule.adapts(before + each.module()))) {
        return layer;
      }
    }
    return Integer.MAX_VALUE;
  }
}
