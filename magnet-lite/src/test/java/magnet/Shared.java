package magnet;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder {@code shared} beside the checkout: golden numbers, real models and real text, too big
 * for the repository. A test that asks for something that is not there is skipped and says so.
 *
 * <p>The environment variable {@code MAGNET_SHARED} names the folder; without it, {@code ../shared}
 * and {@code ../../shared} are tried, seen from where the tests run.
 */
public final class Shared {

  private static final String VARIABLE = "MAGNET_SHARED";
  private static final Optional<Path> FOLDER = folder();
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Shared() {}

  /** Whether the folder is there at all. */
  public static boolean present() {
    return FOLDER.isPresent();
  }

  /**
   * A file or folder in it; where it is absent, the calling test is skipped.
   *
   * @param relative where it lies, as in {@code "golden/llama"}
   * @return its absolute path, which exists
   */
  public static Path path(String relative) {
    if (FOLDER.isEmpty()) {
      return skip(
          relative
              + " lies in the folder shared, which is not beside this checkout; name it by "
              + VARIABLE);
    }
    Path path = FOLDER.get().resolve(relative);
    return Files.exists(path) ? path : skip(path + " does not exist");
  }

  /** The names of the golden checkpoints, at least one a family. */
  public static Stream<String> families() {
    return Stream.of(
        "llama_mha",
        "llama_gqa_rope3",
        "llama_bf16_sharded",
        "mistral",
        "mistral_swa",
        "qwen2",
        "qwen3",
        "gemma2",
        "gemma3",
        "gpt2");
  }

  /**
   * A model that {@code shared/models/…/make.sh} makes; where it was not made, the calling test is
   * skipped.
   *
   * @param name of its folder, as in {@code "all-minilm-l6-v2"}
   */
  public static Path model(String name) {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path usual =
        (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
            .resolve("magnet-lite/models");
    String named = System.getenv("MAGNET_MODELS");
    Path path = (named == null ? usual : Path.of(named)).resolve(name);
    return Files.isDirectory(path)
        ? path
        : skip(name + " was not made in " + path.getParent() + " by its make.sh in shared/models");
  }

  /** Skips the calling test, and says why once: Surefire keeps the reason to its XML reports. */
  private static Path skip(String reason) {
    if (TOLD.add(reason)) {
      System.out.println("Skipping tests: " + reason);
    }
    return abort(reason);
  }

  /** A folder that was named must be there: a misspelt one would skip every test in silence. */
  private static Optional<Path> folder() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      Path folder = Path.of(named).toAbsolutePath().normalize();
      if (!Files.isDirectory(folder)) {
        throw new IllegalStateException(
            VARIABLE + " is \"" + named + "\", which is not a folder; correct or unset it");
      }
      return Optional.of(folder);
    }
    return Stream.of("../shared", "../../shared")
        .map(candidate -> Path.of(candidate).toAbsolutePath().normalize())
        .filter(Files::isDirectory)
        .findFirst();
  }
}
