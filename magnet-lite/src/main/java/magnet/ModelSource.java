package magnet;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import magnet.hub.Repo;

/**
 * Where a model's files lie, and what the model is called.
 *
 * @param name what messages and saved adapters call the model
 * @param folder of a checkpoint
 */
record ModelSource(String name, Path folder) {

  /** A folder by itself. */
  static ModelSource of(Path folder) {
    return new ModelSource(folder.toString(), folder);
  }

  /**
   * What a user's name for a model means.
   *
   * @param name the path of a folder that is there; else {@code "organisation/name"} on the Hub,
   *     with or without {@code "@revision"}, which is downloaded
   * @param how the model is to be loaded: what cannot be is refused before it is downloaded
   * @throws IllegalArgumentException if there is no such model, or it is not supported
   * @throws IllegalStateException if it would have to be downloaded and may not
   * @throws java.io.UncheckedIOException if it cannot be downloaded
   */
  static ModelSource of(String name, Loading how) {
    if (isFolder(name)) {
      return of(Path.of(name));
    }
    if (Repo.isRepo(name)) {
      return new ModelSource(name, Hub.model(name, how));
    }
    throw new IllegalArgumentException(
        "There is no model \""
            + name
            + "\": it is neither a folder that is there (looked for from "
            + Path.of("").toAbsolutePath()
            + ") nor \"organisation/name\" of the Hub; correct it.");
  }

  /**
   * Looks at a folder whose weights need not be there yet: says what memory it will take.
   *
   * @throws IllegalArgumentException if the model is not supported
   */
  static void inspect(Path folder, Loading how, Consumer<String> tell) {
    if (Files.exists(folder.resolve("config.json"))) {
      tell.accept("the weights need " + MemoryEstimate.of(folder, how));
    }
  }

  /** Tells where the model will hardly fit into memory. */
  void warn(Loading how, Consumer<String> tell) {
    if (Files.exists(folder.resolve("config.json"))) {
      MemoryEstimate estimate = MemoryEstimate.of(folder, how);
      if (!estimate.fits()) {
        tell.accept(name + " needs " + estimate);
      }
    }
  }

  private static boolean isFolder(String name) {
    try {
      return !name.isBlank() && Files.isDirectory(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
