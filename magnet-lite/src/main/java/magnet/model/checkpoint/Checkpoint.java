package magnet.model.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
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
 */
public final class Checkpoint implements TensorStore {

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
  private final Map<String, SafetensorsFile> homes = new LinkedHashMap<>();
  private final Map<String, String> stored = new HashMap<>();

  private Checkpoint(Path folder, Architecture architecture) {
    this.folder = folder;
    this.architecture = architecture;
  }

  /**
   * Opens a checkpoint; checks its files but not yet whether its tensors are those of its
   * architecture (see {@link #verify()}).
   *
   * @param folder the folder
   * @throws IllegalArgumentException if a file is missing or broken; the message says which
   * @throws UncheckedIOException if a file cannot be read
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
        checkpoint.addSingle();
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

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /**
   * What config.json says; but embeddings are not tied where it says so and the weights have a head
   * with other numbers.
   */
  public Architecture architecture() {
    return architecture;
  }

  /** Bytes of all tensors together. */
  public long bytes() {
    return homes.keySet().stream().mapToLong(name -> info(name).length()).sum();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(homes.keySet());
  }

  @Override
  public TensorInfo info(String name) {
    TensorInfo info = home(name).info(stored.get(name));
    return new TensorInfo(name, info.dtype(), info.shape(), info.begin(), info.length());
  }

  @Override
  public ByteBuffer map(String name, long fromByte, int bytes) {
    return home(name).map(stored.get(name), fromByte, bytes);
  }

  @Override
  public void read(String name, long fromByte, ByteBuffer target) {
    home(name).read(stored.get(name), fromByte, target);
  }

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
    leftOver.removeIf(name -> family.leavesAside(name) || name.equals(family.head()));
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
      throw new IllegalArgumentException(
          names.size()
              + (names.size() == 1 ? " tensor of " : " tensors of ")
              + folder
              + (names.size() == 1 ? " is " : " are ")
              + fault
              + ": "
              + String.join(
                  ", ", names.stream().limit(NAMED_IN_MESSAGES).map(Quoted::value).toList())
              + (names.size() > NAMED_IN_MESSAGES ? ", …" : "")
              + "; use weights and config.json that belong together.");
    }
  }

  private SafetensorsFile home(String name) {
    SafetensorsFile home = homes.get(name);
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
    Map<String, SafetensorsFile> found = new LinkedHashMap<>(homes);
    homes.clear();
    found.forEach(
        (name, file) -> {
          String full = family.root() + name;
          boolean isShort = !needed.contains(name) && needed.contains(full);
          String used = isShort && !found.containsKey(full) ? full : name;
          homes.put(used, file);
          stored.put(used, name);
        });
  }

  /**
   * The head of tied embeddings, as transformers 5 takes it: alone in a file it is the embeddings
   * as well, and beside embeddings with other numbers it stays a weight of its own.
   */
  private void settleHead() {
    DecoderFamily family = architecture.decoderFamily();
    if (!architecture.tiedEmbeddings() || !homes.containsKey(family.head())) {
      return;
    }
    if (!homes.containsKey(family.embeddings())) {
      homes.put(family.embeddings(), homes.remove(family.head()));
      stored.put(family.embeddings(), stored.remove(family.head()));
    } else if (differ(family.head(), family.embeddings())) {
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

  private SafetensorsFile add(String fileName) {
    SafetensorsFile file = SafetensorsFile.open(folder.resolve(fileName));
    files.add(file);
    return file;
  }

  private void addSingle() {
    SafetensorsFile file = add(SINGLE);
    file.names().forEach(name -> homes.put(name, file));
  }

  private void addShards(KeyedReader weightMap) {
    Map<String, String> listed = new LinkedHashMap<>();
    weightMap.keys().forEach(name -> listed.put(name, weightMap.neededText(name)));
    Set<String> shards = new TreeSet<>(listed.values());
    requireShards(shards);
    for (String shard : shards) {
      SafetensorsFile file = add(shard);
      for (String name : file.names()) {
        if (!listed.getOrDefault(name, shard).equals(shard)) {
          continue; // the index prefers another shard's
        }
        if (homes.put(name, file) != null) {
          throw new IllegalArgumentException(
              ("tensor %s of %s is in two shards and %s does not say which counts; download the"
                      + " checkpoint again.")
                  .formatted(Quoted.value(name), folder, INDEX));
        }
      }
    }
    for (Map.Entry<String, String> entry : listed.entrySet()) {
      if (!homes.containsKey(entry.getKey())) {
        throw new IllegalArgumentException(
            "tensor "
                + Quoted.value(entry.getKey())
                + " is not in "
                + Quoted.value(entry.getValue())
                + " of "
                + folder
                + ", where "
                + INDEX
                + " says it is; download the checkpoint again.");
      }
    }
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
          missing.size()
              + " of "
              + shards.size()
              + " shards are missing in "
              + folder
              + ": "
              + String.join(
                  ", ", missing.stream().limit(NAMED_IN_MESSAGES).map(Quoted::value).toList())
              + (missing.size() > NAMED_IN_MESSAGES ? ", …" : "")
              + "; download them.");
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
