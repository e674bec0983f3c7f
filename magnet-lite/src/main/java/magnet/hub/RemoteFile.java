package magnet.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import magnet.io.Digest;
import magnet.io.Quoted;

/**
 * A file of a repository.
 *
 * @param path from the repository's root, with slashes
 * @param size in bytes
 * @param hash what the Hub calls its content, and the cache's name for it: the SHA-256 of a large
 *     file (Git LFS), the SHA-1 that git gives to a small one; of another server perhaps something
 *     else, which cannot be checked
 */
record RemoteFile(String path, long size, String hash) {

  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** Checks what the server says: a path that leads out of the cache is not followed. */
  RemoteFile {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "The server names a file's content \"%s\", expected a hash; check HF_ENDPOINT."
              .formatted(hash));
    }
    if (!isInside(path) || size < 0) {
      throw new IllegalArgumentException(
          ("The server names a file \"%s\" of %s bytes, expected one inside its repository; check"
                  + " HF_ENDPOINT.")
              .formatted(Quoted.value(path), size));
    }
  }

  /** Whether a path stays inside the folder that it is relative to. */
  static boolean isInside(String path) {
    return path.chars().noneMatch(c -> c == '\\' || c == ':' || c == '\0')
        && Arrays.stream(path.split("/", -1)).noneMatch(Set.of("", ".", "..")::contains);
  }

  /** What is wrong with its content; empty if nothing is, or if the hash is of no known kind. */
  Optional<String> fault(Path content) throws IOException {
    boolean git = hash.matches("[0-9a-f]{40}");
    if (!git && !hash.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    Digest digest = git ? Digest.sha1().add("blob " + Files.size(content) + "\0") : Digest.sha256();
    String found = digest.add(content).hex();
    return found.equals(hash)
        ? Optional.empty()
        : Optional.of(
            "its " + (git ? "git SHA-1" : "SHA-256") + " is " + found + ", expected " + hash);
  }
}
