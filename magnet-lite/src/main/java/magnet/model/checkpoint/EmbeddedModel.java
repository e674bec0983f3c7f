package magnet.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
    List<String> lines = text(LIST).lines().toList();
    String version = lines.get(0);
    List<String[]> files = lines.stream().skip(1).map(line -> line.split(" ")).toList();
    String kind = place.substring(place.lastIndexOf('/', place.length() - 2) + 1);
    Path folder =
        LocalCache.folder(NAME + "-" + kind.replace("/", "") + "-" + version.substring(0, 12));
    try {
      AtomicFolder.settle(folder);
      if (!isWhole(folder, files)) {
        layOut(folder, files);
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

  private static boolean isWhole(Path folder, List<String[]> files) {
    return files.stream()
        .allMatch(file -> folder.resolve(file[0]).toFile().length() == Long.parseLong(file[1]));
  }

  /** In one step, so that another process finds all of it or none. */
  private void layOut(Path folder, List<String[]> files) {
    String head = files.get(0)[0]; // the configuration, which identifies it
    AtomicFolder.write(
        folder,
        head,
        List.of(),
        stage -> {
          for (String[] file : files) {
            AtomicFile.write(stage.resolve(file[0]), channel -> copy(file[0], channel));
          }
        });
  }

  private void copy(String name, FileChannel to) throws IOException {
    try (InputStream bytes = open(name)) {
      bytes.transferTo(Channels.newOutputStream(to));
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
          ("The library holds no %s%s; take a complete magnet-lite jar, or build it from a"
                  + " complete clone.")
              .formatted(place, name));
    }
    return bytes;
  }
}
