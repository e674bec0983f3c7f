package magnet.recipe.settings;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import magnet.Loading;
import magnet.Magnet;
import magnet.io.KeyedReader;
import magnet.io.SourceLocation;
import magnet.model.Precision;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.model.family.Architecture;

/**
 * The model that a recipe begins with.
 *
 * @param name as {@link Magnet#load(String)} takes it
 */
public record ModelPlan(String name, Loading loading, SourceLocation place) {

  private static final String OWNER_AND_NAME = "[\\w.-]+/[\\w.-]+";

  /** Reads "model", "precision", "base", "device" and "bos". */
  public static ModelPlan read(KeyedReader recipe) {
    String name = source(recipe, "model", "a model's name or the folder of a checkpoint");
    Loading loading = loading(recipe).bos(recipe.text("bos").orElse(""));
    return new ModelPlan(name, loading, recipe.place("model"));
  }

  /** Reads where a model is from, its name or a folder that is there. */
  public static String source(KeyedReader section, String key, String expected) {
    String name = folderOrName(section, key, expected);
    if (looksLikePath(name) && !Files.isDirectory(Path.of(name))) {
      throw section.refusal(
          key,
          "is %s, which is not a folder (looked for it from %s)"
              .formatted(name, section.from().toAbsolutePath()));
    }
    return name;
  }

  /** Reads the path of a folder that is there, from where paths begin; or a name. */
  static String folderOrName(KeyedReader section, String key, String expected) {
    String name = section.neededText(key, expected);
    if (name.equals(EmbeddedModel.NAME)) {
      return name;
    }
    try {
      Path folder = section.from().resolve(name);
      return Files.isDirectory(folder) ? folder.toString() : name;
    } catch (InvalidPathException e) {
      return name;
    }
  }

  /** Reads "precision", "base" and "device". */
  static Loading loading(KeyedReader recipe) {
    String precision =
        recipe
            .choice("precision", Map.of("auto", "", "float32", "float32", "bfloat16", "bfloat16"))
            .orElse("");
    String base =
        recipe.choice("base", Map.of("whole", "", "int8", "int8", "int4", "int4")).orElse("");
    return new Loading(precision, base, recipe.text("device").orElse("auto"), "");
  }

  private static boolean looksLikePath(String name) {
    return name.contains("/") && !name.matches(OWNER_AND_NAME)
        || name.startsWith(".")
        || name.contains("\\");
  }

  /** What is to be loaded, if that can be known without a download. */
  public Optional<Architecture> architecture() {
    if (looksLikePath(name)) {
      return Optional.of(place.made(() -> Architecture.read(Path.of(name))));
    }
    if (name.contains("/")) {
      return Optional.empty();
    }
    try (Magnet model = load()) {
      return Optional.of(model.architecture());
    }
  }

  /** What it will be computed in. */
  public Precision precision(Device device) {
    if (!loading.precision().isEmpty()) {
      return Precision.of(loading.precision());
    }
    return looksLikePath(name)
        ? Precision.expected(Path.of(name), device)
        : Precision.forStored("BF16", device); // as pocket is
  }

  /** The name that does not tell where folders lie on this machine. */
  public String shown() {
    return looksLikePath(name) ? Path.of(name).normalize().getFileName().toString() : name;
  }

  /** The model in words, without the place of folders on this machine. */
  public String shown(Magnet model) {
    return model.toString().replace(name, shown());
  }

  /**
   * Loads it.
   *
   * @throws IllegalArgumentException if that is not possible; with the place in the recipe
   */
  public Magnet load() {
    try {
      return Magnet.load(name, loading);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
