package magnet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The checkpoint that ships with this library. Weights are mapped from files, so it is laid out in
 * the user's cache folder once, as an ordinary Hugging Face checkpoint.
 */
public final class EmbeddedModel {

  /** What {@code Magnet.load} calls it. */
  static final String NAME = "pocket";

  /** One line a file: its name, its size in bytes, and the digest of all of them in the first. */
  private static final String LIST = "files.txt";

  private final String place;

  private EmbeddedModel(String place) {
    this.place = place;
  }

  /** The base model of the pocket world. */
  public static EmbeddedModel pocket() {
    return new EmbeddedModel("/magnet/pocket/model/");
  }

  /** The adapter of the full recipe for it. */
  static EmbeddedModel pocketAdapter() {
    return new EmbeddedModel("/magnet/pocket/adapter/");
  }

  /**
   * Its folder, laid out if it is not there yet.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public Path folder() {
    List<String> lines = text(LIST).lines().toList();
    String version = lines.get(0);
    List<String[]> files = lines.stream().skip(1).map(line -> line.split(" ")).toList();
    String kind = place.substring(place.lastIndexOf('/', place.length() - 2) + 1);
    Path folder =
        LocalCache.folder(NAME + "-" + kind.replace("/", "") + "-" + version.substring(0, 12));
    try {
      if (!isWhole(folder, files)) {
        layOut(folder, files);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder
              + " cannot be written: "
              + e
              + "; make room there, or name another folder by the environment variable"
              + " MAGNET_CACHE.",
          e);
    }
  }

  private static boolean isWhole(Path folder, List<String[]> files) throws IOException {
    for (String[] file : files) {
      Path path = folder.resolve(file[0]);
      if (!Files.isRegularFile(path) || Files.size(path) != Long.parseLong(file[1])) {
        return false;
      }
    }
    return true;
  }

  /** Beside its place first, so that another process finds all of it or nothing. */
  private void layOut(Path folder, List<String[]> files) throws IOException {
    Files.createDirectories(folder.getParent());
    Path part = folder.resolveSibling(folder.getFileName() + ".part-" + UUID.randomUUID());
    Files.createDirectory(part);
    try {
      for (String[] file : files) {
        try (InputStream bytes = open(file[0])) {
          Files.copy(bytes, part.resolve(file[0]));
        }
      }
      if (Files.isDirectory(folder)) {
        delete(folder); // not whole, or we would not be here
      }
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!isWhole(folder, files)) { // else another process was faster
        throw e;
      }
    } finally {
      delete(part);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    }
  }

  private String text(String name) {
    try (InputStream bytes = open(name)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(place + name + " cannot be read from the library: " + e, e);
    }
  }

  private InputStream open(String name) {
    InputStream bytes = EmbeddedModel.class.getResourceAsStream(place + name);
    if (bytes == null) {
      throw new IllegalStateException(
          "The library holds no "
              + place
              + name
              + "; take a complete magnet-lite jar, or build it from a complete clone.");
    }
    return bytes;
  }
}
