package magnet.io;

import java.nio.file.Path;

/** Where this library keeps what it can make again, and nothing else. */
public final class LocalCache {

  private LocalCache() {}

  /** A folder of the user's cache, which may not exist yet. */
  public static Path folder(String name) {
    String chosen = System.getenv("MAGNET_CACHE");
    Path root =
        chosen == null || chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "magnet-lite")
            : Path.of(chosen);
    return root.resolve(name);
  }
}
