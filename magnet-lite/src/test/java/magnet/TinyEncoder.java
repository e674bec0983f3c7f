package magnet;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Text encoders of random weights that sentence-transformers saved, one of each family that is
 * read: {@code src/test/python/encoders.py} made them.
 */
public final class TinyEncoder {

  private TinyEncoder() {}

  /**
   * The folder of one.
   *
   * @param family bert or roberta
   */
  static Path of(String family) {
    try {
      return Path.of(TinyEncoder.class.getResource("/magnet/encoder/" + family).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies one. */
  public static Path copy(String family, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(of(family))) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(of(family).relativize(each).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(each, copy);
      }
    }
    return to;
  }

  /** A copy with some of its files written anew; an empty text removes the file. */
  static Path changed(Path folder, String family, Map<String, String> files) throws IOException {
    Path copy = copy(family, folder.resolve(family));
    for (Map.Entry<String, String> each : files.entrySet()) {
      Path file = copy.resolve(each.getKey());
      Files.delete(file);
      if (!each.getValue().isEmpty()) {
        Files.writeString(file, each.getValue());
      }
    }
    return copy;
  }

  /** A modules.json as old releases wrote it. */
  static String modules(String... types) {
    List<String> modules = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      modules.add(
          "{'idx': %d, 'path': '%s', 'type': 'sentence_transformers.models.%s'}"
              .formatted(i, i == 0 ? "" : i + "_" + types[i], types[i]));
    }
    return modules.toString().replace('\'', '"');
  }

  /** The settings of a pooling as old releases wrote them. */
  static String pooling(String flag) {
    return "{\"word_embedding_dimension\": 32, \"pooling_mode_" + flag + "\": true}";
  }
}
