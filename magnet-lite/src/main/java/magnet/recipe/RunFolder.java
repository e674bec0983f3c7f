package magnet.recipe;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import magnet.io.Digest;

/**
 * Where everything of a run lies.
 *
 * @param root the run's folder
 * @param candidates the names of all candidates, so that each has files of its own
 */
public record RunFolder(Path root, List<String> candidates) {

  /** Longer names are cut in names of files. */
  private static final int LONGEST = 80;

  /** The folder of a whole recipe, of which a run may do a part. */
  public static RunFolder of(Recipe whole) {
    return new RunFolder(whole.output(), whole.candidates());
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

  Path adapter(String candidate, long seed) {
    return root.resolve("adapters").resolve(slug(candidate, Optional.of(seed)));
  }

  Path history(String candidate, long seed) {
    return root.resolve("history").resolve(slug(candidate, Optional.of(seed)) + ".csv");
  }

  Path results(String task) {
    return root.resolve("results").resolve(task);
  }

  Path curves() {
    return root.resolve("curves");
  }

  Path curve(String candidate, long seed, String key) {
    return curves().resolve(slug(candidate, Optional.of(seed)) + "-" + key + ".csv");
  }

  /** State of trainings that cannot be shared with other runs. */
  Path trainings() {
    return root.resolve("trainings");
  }

  /** Names the state of a training, for a run that is spread. */
  Path stateName(String candidate, long seed) {
    return trainings().resolve(slug(candidate, Optional.of(seed)) + ".txt");
  }

  /** The folder of what is known of a finished training. */
  Path trained(String candidate, long seed, String fingerprint) {
    return results("trained").resolve(slug(candidate, Optional.of(seed)) + "-" + fingerprint);
  }

  Path model() {
    return root.resolve("model");
  }

  /**
   * A candidate's name as a file's: small letters, digits and dashes; with a hash of the name where
   * these do not tell it from another.
   */
  public String slug(String candidate, Optional<Long> seed) {
    String plain = plain(candidate);
    boolean telling =
        !plain.isEmpty()
            && plain.length() <= LONGEST
            && candidates.stream()
                .noneMatch(other -> !other.equals(candidate) && plain(other).equals(plain));
    String begin = plain.isEmpty() ? "candidate" : plain;
    String cut = begin.substring(0, Math.min(LONGEST, begin.length()));
    String name = telling ? plain : cut + "-" + Digest.ofTexts(candidate).substring(0, 8);
    return seed.map(number -> name + "-seed" + number).orElse(name);
  }

  /** A name in small letters, digits and dashes alone. */
  public static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }
}
