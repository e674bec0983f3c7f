package magnet.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import magnet.model.checkpoint.AdapterFiles;

/**
 * Puts a checkpoint or an adapter where the library ships it from: its files, and {@code files.txt}
 * with a digest of all of them in the first line and a name and a size in each other. The weights
 * of an adapter are shipped in half precision.
 */
final class EmbeddedFolder {

  private static final String LIST = "files.txt";

  /** What a reader of the library's own source needs no copy of. */
  private static final List<String> LEFT_OUT = List.of("README.md");

  private EmbeddedFolder() {}

  /**
   * Replaces what is shipped.
   *
   * @param from a folder of plain files
   * @param to the folder among the library's resources
   */
  static void ship(Path from, Path to) {
    try {
      clear(to);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<String> lines = new ArrayList<>();
      for (Path file : files(from)) {
        String name = file.getFileName().toString();
        if (!LEFT_OUT.contains(name)) {
          Path shipped = to.resolve(name);
          if (name.equals(AdapterFiles.WEIGHTS)) {
            HalfPrecision.write(file, shipped);
          } else {
            Files.copy(file, shipped, StandardCopyOption.REPLACE_EXISTING);
          }
          lines.add(name + " " + Files.size(shipped));
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(Files.readAllBytes(shipped));
        }
      }
      lines.add(0, HexFormat.of().formatHex(digest.digest()));
      Files.writeString(to.resolve(LIST), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(from + " cannot be copied to " + to + ": " + e, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256: " + e.getMessage(), e);
    }
  }

  private static void clear(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Path old : files(folder)) {
      Files.delete(old);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
