package magnet.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import magnet.io.AtomicFile;
import magnet.io.AtomicFolder;
import magnet.io.LocalCache;
import magnet.io.NotNull;

/**
 * The checkpoint that ships with this library. Weights are mapped from files, so it is laid out in
 * the user's cache folder once, as an ordinary Hugging Face checkpoint.
 */
public final class EmbeddedModel {

  /** What {@code Magnet.load} calls it. */
  public static final String NAME = "pocket";

  /** Its adapters: all three objectives, text from left to right alone, LLM2Vec's two stages. */
  public static final List<String> VARIANTS = List.of("magnet", "causal-control", "llm2vec");

  /** The history of the training that made an adapter, beside it. */
  public static final String HISTORY = "history.jsonl";

  /** One line per file: its name, its size in bytes, and the digest of all of them in the first. */
  private static final String LIST = "files.txt";

  private final String place;

  private EmbeddedModel(String place) {
    this.place = place;
  }

  /** The base model of the pocket world. */
  public static EmbeddedModel pocket() {
    return new EmbeddedModel("/magnet/pocket/model/");
  }

  /** An adapter that the full recipe trained for it: one of {@link #VARIANTS}. */
  public static EmbeddedModel pocketAdapter(String variant) {
    if (!VARIANTS.contains(NotNull.of(variant, "variant"))) {
      throw new IllegalArgumentException(
          "pocket has no adapter \"" + variant + "\"; take one of " + VARIANTS + ".");
    }
    return new EmbeddedModel("/magnet/pocket/adapters/" + variant + "/");
  }

  /** Its folder, laid out if it is not there yet. */
  public Path folder() {
    List<String> lines = new String(bytes(LIST), StandardCharsets.UTF_8).lines().toList();
    String version = lines.get(0);
    List<String[]> files = lines.stream().skip(1).map(line -> line.split(" ")).toList();
    String kind = place.substring(place.lastIndexOf('/', place.length() - 2) + 1);
    Path folder =
        LocalCache.folder(NAME + "-" + kind.replace("/", "") + "-" + version.substring(0, 12));
    try {
      AtomicFolder.settle(folder);
      boolean whole =
          files.stream()
              .allMatch(
                  file -> folder.resolve(file[0]).toFile().length() == Long.parseLong(file[1]));
      if (!whole) {
        String head = files.get(0)[0]; // the configuration, which identifies it
        // In one step, so that another process finds all of it or none.
        AtomicFolder.write(
            folder,
            head,
            List.of(),
            stage ->
                files.forEach(file -> AtomicFile.write(stage.resolve(file[0]), bytes(file[0]))));
      }
      return folder;
    } catch (UncheckedIOException e) {
      throw new UncheckedIOException(
          ("%s cannot be written: %s; make room there, or name another folder by the environment"
                  + " variable MAGNET_CACHE.")
              .formatted(folder, e.getCause()),
          e.getCause());
    }
  }

  private byte[] bytes(String name) {
    try (InputStream bytes = EmbeddedModel.class.getResourceAsStream(place + name)) {
      if (bytes == null) {
        throw new IllegalStateException(
            ("The library holds no %s%s; take a complete magnet-lite jar, or build it from a"
                    + " complete clone.")
                .formatted(place, name));
      }
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(place + name + " cannot be read from the library: " + e, e);
    }
  }
}
