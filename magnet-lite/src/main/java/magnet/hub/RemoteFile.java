package magnet.hub;

import magnet.io.Quoted;

/**
 * A file of a repository.
 *
 * @param path from the repository's root, with slashes
 * @param size in bytes
 * @param hash of its content
 */
record RemoteFile(String path, long size, ContentHash hash) {

  /**
   * Checks what the server says: a path that leads out of the cache is not followed.
   *
   * @throws IllegalArgumentException if the path is not inside the repository or the size negative
   */
  RemoteFile {
    if (!isInside(path) || size < 0) {
      throw new IllegalArgumentException(
          ("The server names a file \"%s\" of %s bytes, expected one inside its repository; check"
                  + " HF_ENDPOINT.")
              .formatted(Quoted.value(path), size));
    }
  }

  /** Whether a path stays inside the folder that it is relative to. */
  static boolean isInside(String path) {
    if (path.isEmpty() || path.contains("\\") || path.contains(":") || path.contains("\0")) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
