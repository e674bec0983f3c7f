package magnet.recipe;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Where everything of a run lies.
 *
 * @param root the run's folder
 */
public record RunFolder(Path root) {

  /** The report in Markdown. */
  public Path report(String extension) {
    return root.resolve("report." + extension);
  }

  Path recipe() {
    return root.resolve("recipe.yaml");
  }

  /** Machine, versions and times. */
  public Path environment() {
    return root.resolve("environment.json");
  }

  /** The folder of the CSV tables. */
  public Path tables() {
    return root.resolve("tables");
  }

  /** The folder of the pictures. */
  public Path charts() {
    return root.resolve("charts");
  }

  Path adapter(String contender, long seed) {
    return root.resolve("adapters").resolve(slug(contender, Optional.of(seed)));
  }

  Path history(String contender, long seed) {
    return root.resolve("history").resolve(slug(contender, Optional.of(seed)) + ".csv");
  }

  Path results(String task) {
    return root.resolve("results").resolve(task);
  }

  Path curve(String contender, long seed, String key) {
    return root.resolve("curves").resolve(slug(contender, Optional.of(seed)) + "-" + key + ".csv");
  }

  /** State of trainings that cannot be shared with other runs. */
  Path trainings() {
    return root.resolve("trainings");
  }

  Path model() {
    return root.resolve("model");
  }

  /** A contender's name as a file's: small letters, digits and dashes. */
  public static String slug(String contender, Optional<Long> seed) {
    String plain =
        Normalizer.normalize(contender, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String name = plain.isEmpty() ? "contender" : plain;
    return seed.map(number -> name + "-seed" + number).orElse(name);
  }
}
