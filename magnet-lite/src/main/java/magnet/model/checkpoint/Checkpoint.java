package magnet.model.checkpoint;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.io.AtomicFolder;
import magnet.io.KeyedReader;
import magnet.io.Quoted;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;

/**
 * A folder as Hugging Face transformers saves it: config.json, and the weights in model.safetensors
 * or in the shards that model.safetensors.index.json lists. All shards are read as one.
 *
 * <p>Safe for use from several threads.
 */
public final class Checkpoint implements AutoCloseable {

  /** The file that identifies a folder as a model's. */
  public static final String CONFIG = "config.json";

  /** The file of weights that are not in shards. */
  public static final String SINGLE = "model.safetensors";

  /** The list of shards. */
  public static final String INDEX = "model.safetensors.index.json";

  private static final Pattern PLAIN_NAME = Pattern.compile("[\\w][\\w.-]{0,250}");
  private static final Set<String> WEIGHT_TYPES = Set.of("F32", "F16", "BF16");
  private static final int NAMED_IN_MESSAGES = 3;
  private static final int COMPARED_AT_ONCE = 64 << 20;

  private final Path folder;
  private Architecture architecture;
  private final List<SafetensorsFile> files = new ArrayList<>();
  private final Map<String, Home> homes = new LinkedHashMap<>();

  /** Where a tensor lies, and what it is called there. */
  private record Home(SafetensorsFile file, String name) {}

  private Checkpoint(Path folder, Architecture architecture) {
    this.folder = folder;
    this.architecture = architecture;
  }

  /**
   * Opens a checkpoint; checks its files but not yet whether its tensors are those of its
   * architecture (see {@link #verify()}).
   *
   * @throws IllegalArgumentException if a file is missing or broken; the message says which
   */
  public static Checkpoint open(Path folder) {
    AtomicFolder.settle(folder);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          folder
              + " is not a folder, expected one with config.json and model.safetensors;"
              + " correct the path.");
    }
    Checkpoint checkpoint = new Checkpoint(folder, Architecture.read(folder));
    try {
      if (Files.isRegularFile(folder.resolve(SINGLE))) {
        checkpoint.add(SINGLE).forEach(checkpoint.homes::put);
      } else if (Files.isRegularFile(folder.resolve(INDEX))) {
        checkpoint.addShards(KeyedReader.json(folder.resolve(INDEX)).neededSection("weight_map"));
      } else {
        throw noWeights(folder);
      }
      checkpoint.nameInFull();
      checkpoint.settleHead();
      return checkpoint;
    } catch (RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  /**
   * What config.json says; but embeddings are not tied where it says so and the weights have a head
   * with other numbers.
   */
  public Architecture architecture() {
    return architecture;
  }

  /** The names of all tensors, in the order of the files. */
  public Set<String> names() {
    return Collections.unmodifiableSet(homes.keySet());
  }

  /** Type and shape of a tensor: see {@link SafetensorsFile#info}. */
  public TensorInfo info(String name) {
    Home home = home(name);
    TensorInfo info = home.file().info(home.name());
    return new TensorInfo(name, info.dtype(), info.shape(), info.begin(), info.length());
  }

  /** A part of a tensor: see {@link SafetensorsFile#map(String, long, int)}. */
  public ByteBuffer map(String name, long fromByte, int bytes) {
    Home home = home(name);
    return home.file().map(home.name(), fromByte, bytes);
  }

  /** Reads a part of a tensor: see {@link SafetensorsFile#read}. */
  public void read(String name, long fromByte, ByteBuffer target) {
    Home home = home(name);
    home.file().read(home.name(), fromByte, target);
  }

  /** Closes the files; buffers mapped before stay valid. */
  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }

  /**
   * Checks the tensors against the architecture: each that it needs is there, with its shape, as
   * F32, F16 or BF16, and none is left over. (Ignored is what transformers ignores too: rotary
   * frequencies and masks stored by old versions, and a head that equals the embeddings that it is
   * tied to.)
   *
   * @throws IllegalArgumentException if that is not so; the message names the first tensors at
   *     fault
   */
  public void verify() {
    DecoderFamily family = architecture.decoderFamily();
    Map<String, long[]> needed = family.tensors(architecture);
    Set<String> missing = new LinkedHashSet<>(needed.keySet());
    missing.removeAll(names());
    refuse(missing, "missing");
    needed.forEach((name, shape) -> verify(info(name), shape));
    Set<String> leftOver = new LinkedHashSet<>(names());
    leftOver.removeAll(needed.keySet());
    leftOver.removeIf(name -> family.leavesAside(name) || name.equals(family.names().head()));
    refuse(leftOver, "not known to the family " + architecture.family());
  }

  private void verify(TensorInfo stored, long[] shape) {
    TensorInfo expected = new TensorInfo(stored.name(), stored.dtype(), shape, 0, 0);
    if (!stored.toString().equals(expected.toString())) {
      throw new IllegalArgumentException(
          ("tensor %s of %s has the wrong shape, expected %s by its config.json; use files that"
                  + " belong together.")
              .formatted(stored, folder, expected));
    }
    if (!WEIGHT_TYPES.contains(stored.dtype())) {
      throw new IllegalArgumentException(
          ("tensor %s of %s has the wrong dtype, expected F32, F16 or BF16; use a checkpoint"
                  + " stored so.")
              .formatted(stored, folder));
    }
  }

  private void refuse(Set<String> names, String fault) {
    if (!names.isEmpty()) {
      boolean one = names.size() == 1;
      throw new IllegalArgumentException(
          "%s %s of %s %s %s: %s; use weights and config.json that belong together."
              .formatted(
                  names.size(),
                  one ? "tensor" : "tensors",
                  folder,
                  one ? "is" : "are",
                  fault,
                  first(names)));
    }
  }

  private static String first(Collection<String> names) {
    return names.stream().limit(NAMED_IN_MESSAGES).map(Quoted::value).collect(joining(", "))
        + (names.size() > NAMED_IN_MESSAGES ? ", …" : "");
  }

  private Home home(String name) {
    Home home = homes.get(name);
    if (home == null) {
      throw new IllegalArgumentException(
          "tensor %s is not in %s; use a checkpoint that has it."
              .formatted(Quoted.value(name), folder));
    }
    return home;
  }

  /**
   * A model that was saved without its head has names without the common prefix ({@code h.0.…}
   * instead of {@code transformer.h.0.…}); here every tensor goes by its full name.
   */
  private void nameInFull() {
    DecoderFamily family = architecture.decoderFamily();
    Set<String> needed = family.tensors(architecture).keySet();
    Map<String, Home> found = new LinkedHashMap<>(homes);
    homes.clear();
    found.forEach(
        (name, home) -> {
          String full = family.names().root() + name;
          boolean isShort = !needed.contains(name) && needed.contains(full);
          homes.put(isShort && !found.containsKey(full) ? full : name, home);
        });
  }

  /**
   * The head of tied embeddings, as transformers 5 takes it: alone in a file it is the embeddings
   * as well, and beside embeddings with other numbers it stays a weight of its own.
   */
  private void settleHead() {
    DecoderFamily family = architecture.decoderFamily();
    if (!architecture.tiedEmbeddings() || !homes.containsKey(family.names().head())) {
      return;
    }
    if (!homes.containsKey(family.names().embeddings())) {
      homes.put(family.names().embeddings(), homes.remove(family.names().head()));
    } else if (differ(family.names().head(), family.names().embeddings())) {
      architecture = architecture.withTiedEmbeddings(false);
    }
  }

  private boolean differ(String one, String other) {
    TensorInfo first = info(one);
    TensorInfo second = info(other);
    if (!first.dtype().equals(second.dtype()) || !Arrays.equals(first.shape(), second.shape())) {
      return true;
    }
    for (long done = 0; done < first.length(); done += COMPARED_AT_ONCE) {
      int bytes = (int) Math.min(COMPARED_AT_ONCE, first.length() - done);
      if (!map(one, done, bytes).equals(map(other, done, bytes))) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Home> add(String fileName) {
    SafetensorsFile file = SafetensorsFile.open(folder.resolve(fileName));
    files.add(file);
    Map<String, Home> held = new LinkedHashMap<>();
    file.names().forEach(name -> held.put(name, new Home(file, name)));
    return held;
  }

  private void addShards(KeyedReader weightMap) {
    Map<String, String> listed = new LinkedHashMap<>();
    weightMap.keys().forEach(name -> listed.put(name, weightMap.neededText(name)));
    Set<String> shards = new TreeSet<>(listed.values());
    requireShards(shards);
    for (String shard : shards) {
      for (Home home : add(shard).values()) {
        if (!listed.getOrDefault(home.name(), shard).equals(shard)) {
          continue; // the index prefers another shard's
        }
        if (homes.put(home.name(), home) != null) {
          throw new IllegalArgumentException(
              ("tensor %s of %s is in two shards and %s does not say which counts; download the"
                      + " checkpoint again.")
                  .formatted(Quoted.value(home.name()), folder, INDEX));
        }
      }
    }
    listed.forEach(
        (name, shard) -> {
          if (!homes.containsKey(name)) {
            throw new IllegalArgumentException(
                "tensor %s is not in %s of %s, where %s says it is; download the checkpoint again."
                    .formatted(Quoted.value(name), Quoted.value(shard), folder, INDEX));
          }
        });
  }

  private void requireShards(Set<String> shards) {
    List<String> missing = new ArrayList<>();
    for (String shard : shards) {
      if (!PLAIN_NAME.matcher(shard).matches()) {
        throw new IllegalArgumentException(
            ("%s of %s names the shard \"%s\", expected a plain file name; use a checkpoint from"
                    + " a source you trust.")
                .formatted(INDEX, folder, Quoted.value(shard)));
      }
      if (!Files.isRegularFile(folder.resolve(shard))) {
        missing.add(shard);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s of %s shards are missing in %s: %s; download them."
              .formatted(missing.size(), shards.size(), folder, first(missing)));
    }
  }

  private static IllegalArgumentException noWeights(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      List<String> others =
          list.map(file -> file.getFileName().toString())
              .filter(name -> name.matches(".*\\.(bin|pt|pth|gguf|safetensors)"))
              .sorted()
              .toList();
      String found =
          others.isEmpty()
              ? ""
              : " (there is " + String.join(", ", others) + ", which is not read)";
      return new IllegalArgumentException(
          ("the weights are missing in %s%s, expected %s or %s; save the model again with"
                  + " save_pretrained(…, safe_serialization=True).")
              .formatted(folder, found, SINGLE, INDEX));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
