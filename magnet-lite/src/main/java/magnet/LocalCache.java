package magnet;

import java.nio.file.Path;

/** Where this library keeps what it can make again: never anything that is found only there. */
final class LocalCache {

  private LocalCache() {}

  /**
   * A folder of the user's cache, which may not exist yet.
   *
   * @param name one kind of content a folder
   */
  static Path folder(String name) {
    String chosen = System.getenv("MAGNET_CACHE");
    Path root =
        chosen == null || chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "magnet-lite")
            : Path.of(chosen);
    return root.resolve(name);
  }
}
