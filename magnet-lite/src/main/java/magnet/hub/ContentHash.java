package magnet.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import magnet.io.Digest;

/**
 * What the Hub calls the content of a file, and the cache's name for it: the SHA-256 of a large
 * file (Git LFS), the SHA-1 that git gives to a small one.
 *
 * @param value 64 or 40 hexadecimal digits; of another server perhaps something else, which cannot
 *     be checked
 */
public record ContentHash(String value) {

  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /**
   * Checks that it can be a file's name.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public ContentHash {
    if (!FILE_NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "The server names a file's content \"%s\", expected a hash; check HF_ENDPOINT."
              .formatted(value));
    }
  }

  /** From the header of an answer: {@code "…"} or {@code W/"…"}. */
  static ContentHash ofEtag(String etag) {
    return new ContentHash(etag.replaceFirst("^W/", "").replace("\"", ""));
  }

  /**
   * Checks a file against the hash.
   *
   * @return what is wrong with it; empty if nothing is, or if the hash is of no known kind
   * @throws IOException if the file cannot be read
   */
  Optional<String> fault(Path file) throws IOException {
    boolean git = value.matches("[0-9a-f]{40}");
    if (!git && !value.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    Digest digest = git ? Digest.sha1().add("blob " + Files.size(file) + "\0") : Digest.sha256();
    String found = digest.add(file).hex();
    return found.equals(value)
        ? Optional.empty()
        : Optional.of(
            "its " + (git ? "git SHA-1" : "SHA-256") + " is " + found + ", expected " + value);
  }

  @Override
  public String toString() {
    return value;
  }
}
