package magnet;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a model's files lie, and what the model is called.
 *
 * @param name what messages and saved adapters call the model
 * @param folder a checkpoint's folder
 */
record ModelSource(String name, Path folder) {

  /** A folder by itself. */
  static ModelSource of(Path folder) {
    return new ModelSource(folder.toString(), folder);
  }

  /**
   * What a user's name for a model means.
   *
   * @param name the path of a folder
   * @throws IllegalArgumentException if there is no such folder
   */
  static ModelSource of(String name) {
    if (isFolder(name)) {
      return of(Path.of(name));
    }
    throw new IllegalArgumentException(
        "\"" + name + "\" is not a folder, expected one with a checkpoint; correct the path.");
  }

  private static boolean isFolder(String name) {
    try {
      return !name.isBlank() && Files.isDirectory(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
