package magnet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import magnet.io.AtomicFile;
import magnet.io.AtomicFolder;
import magnet.io.Digest;
import magnet.model.checkpoint.AdapterFiles;
import magnet.model.checkpoint.EmbeddedModel;

/**
 * Puts a checkpoint or an adapter where the library ships it from: its files, and {@code files.txt}
 * with a digest of all of them in the first line and a name and a size in each other. The weights
 * of an adapter are shipped in half precision.
 */
public final class EmbeddedFolder {

  private static final String LIST = "files.txt";

  /** What a reader of the library's own source needs no copy of. */
  private static final List<String> LEFT_OUT = List.of("README.md");

  private EmbeddedFolder() {}

  /**
   * Replaces what is shipped.
   *
   * @param arguments a folder that a recipe wrote, one among the library's resources, and, with an
   *     adapter, the history of its training as CSV
   */
  public static void main(String[] arguments) {
    Path from = Path.of(arguments[0]);
    if (arguments.length > 2) {
      ShippedHistory.write(Path.of(arguments[2]), from.resolve(EmbeddedModel.HISTORY));
    }
    ship(from, Path.of(arguments[1]));
    System.out.println(arguments[0] + " is now shipped from " + arguments[1]);
  }

  /**
   * Replaces what is shipped.
   *
   * @param from a folder of plain files
   * @param to the folder among the library's resources
   */
  static void ship(Path from, Path to) {
    try {
      List<Path> sources =
          files(from).stream()
              .filter(file -> !LEFT_OUT.contains(file.getFileName().toString()))
              .toList();
      List<String> before = files(to).stream().map(file -> file.getFileName().toString()).toList();
      AtomicFolder.write(to, LIST, before, stage -> copy(sources, stage));
    } catch (IOException e) {
      throw new UncheckedIOException(from + " cannot be copied to " + to + ": " + e, e);
    }
  }

  private static void copy(List<Path> sources, Path to) {
    Digest digest = Digest.sha256();
    List<String> lines = new ArrayList<>();
    for (Path file : sources) {
      String name = file.getFileName().toString();
      Path shipped = to.resolve(name);
      try {
        if (name.equals(AdapterFiles.WEIGHTS)) {
          HalfPrecision.write(file, shipped);
        } else {
          Files.copy(file, shipped);
        }
        lines.add(name + " " + Files.size(shipped));
        digest.add(name).add(shipped);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be copied to " + shipped + ": " + e, e);
      }
    }
    lines.add(0, digest.hex());
    AtomicFile.write(to.resolve(LIST), String.join("\n", lines) + "\n");
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
