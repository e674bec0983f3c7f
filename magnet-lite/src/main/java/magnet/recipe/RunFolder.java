package magnet.recipe;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import magnet.recipe.settings.ContentHash;

/**
 * Where everything of a run lies.
 *
 * @param root the run's folder
 * @param contenders everybody's name, so that each has files of its own
 */
public record RunFolder(Path root, List<String> contenders) {

  /** Longer names are cut in names of files. */
  private static final int LONGEST = 80;

  /** The folder of a whole recipe, of which a run may do a part. */
  public static RunFolder of(Recipe whole) {
    return new RunFolder(whole.output(), whole.contenders());
  }

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

  /**
   * A contender's name as a file's: small letters, digits and dashes; with a hash of the name where
   * these do not tell it from another.
   */
  public String slug(String contender, Optional<Long> seed) {
    String plain = plain(contender);
    boolean telling =
        !plain.isEmpty()
            && plain.length() <= LONGEST
            && contenders.stream()
                .noneMatch(other -> !other.equals(contender) && plain(other).equals(plain));
    String begin = plain.isEmpty() ? "contender" : plain;
    String name =
        telling
            ? plain
            : begin.substring(0, Math.min(LONGEST, begin.length()))
                + "-"
                + ContentHash.of(contender).substring(0, 8);
    return seed.map(number -> name + "-seed" + number).orElse(name);
  }

  private static String plain(String contender) {
    return Normalizer.normalize(contender, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }
}
