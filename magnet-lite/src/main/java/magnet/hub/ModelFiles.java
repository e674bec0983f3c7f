package magnet.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import magnet.io.KeyedReader;
import magnet.io.Quoted;

/**
 * Which files of a repository a model needs: its configuration, its tokenizer and its weights as
 * safetensors. Pickled weights ({@code .bin}, {@code .pt}) are never fetched: reading them runs
 * code of whoever made them. An adapter's repository has other files and is recognised by them.
 */
final class ModelFiles {

  private static final String CONFIG = "config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String WHOLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String ADAPTER_CONFIG = "adapter_config.json";
  private static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";

  private static final List<String> SMALL =
      List.of(
          CONFIG,
          "generation_config.json",
          TOKENIZER,
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "chat_template.jinja",
          "modules.json",
          "sentence_bert_config.json",
          "config_sentence_transformers.json",
          "1_Pooling/config.json");

  private static final List<String> OF_ADAPTER =
      List.of(ADAPTER_CONFIG, "magnet.json", ADAPTER_WEIGHTS);

  private ModelFiles() {}

  /** What is fetched first: everything but the weights. What cannot be loaded is refused. */
  static List<String> small(Repo repo, List<String> paths) {
    Set<String> there = new TreeSet<>(paths);
    if (isAdapter(there)) {
      require(there.contains(ADAPTER_WEIGHTS), repo, ADAPTER_WEIGHTS, other(there));
      return OF_ADAPTER.stream().filter(there::contains).toList();
    }
    require(there.contains(CONFIG), repo, CONFIG, "; name a repository of a transformers model");
    require(there.contains(WHOLE) || there.contains(INDEX), repo, WHOLE, other(there));
    require(
        there.contains(TOKENIZER),
        repo,
        TOKENIZER,
        "; convert its tokenizer in Python with AutoTokenizer.from_pretrained(…).save_pretrained(…)"
            + " and load that folder");
    List<String> wanted = new ArrayList<>(SMALL.stream().filter(there::contains).toList());
    if (!there.contains(WHOLE)) {
      wanted.add(INDEX);
    }
    return wanted;
  }

  /** The weights; the folder holds the small files. */
  static List<String> weights(List<String> paths, Path folder) {
    if (isAdapter(new TreeSet<>(paths))) {
      return List.of();
    }
    return paths.contains(WHOLE) ? List.of(WHOLE) : shards(folder.resolve(INDEX));
  }

  /** Whether a folder has all that a model or an adapter needs. */
  static boolean complete(Path folder) {
    if (isThere(folder, ADAPTER_CONFIG) && isThere(folder, ADAPTER_WEIGHTS)) {
      return true;
    }
    if (!isThere(folder, CONFIG) || !isThere(folder, TOKENIZER)) {
      return false;
    }
    return isThere(folder, WHOLE)
        || isThere(folder, INDEX)
            && shards(folder.resolve(INDEX)).stream().allMatch(shard -> isThere(folder, shard));
  }

  private static boolean isAdapter(Set<String> there) {
    return there.contains(ADAPTER_CONFIG) && !there.contains(WHOLE) && !there.contains(INDEX);
  }

  private static boolean isThere(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name));
  }

  private static List<String> shards(Path index) {
    KeyedReader map = KeyedReader.json(index).neededSection("weight_map");
    Set<String> shards = new TreeSet<>();
    map.keys().forEach(tensor -> shards.add(map.neededText(tensor)));
    for (String shard : shards) {
      if (!RemoteFile.isInside(shard) || !shard.matches("[\\w./-]+\\.safetensors")) {
        throw new IllegalArgumentException(
            ("%s names the shard \"%s\", expected a .safetensors file of the repository; use one"
                    + " from a source you trust.")
                .formatted(index, Quoted.value(shard)));
      }
    }
    return List.copyOf(shards);
  }

  private static void require(boolean holds, Repo repo, String name, String remedy) {
    if (!holds) {
      throw new IllegalArgumentException(repo + " has no " + name + remedy + ".");
    }
  }

  private static String other(Set<String> there) {
    List<String> others =
        there.stream().filter(path -> path.matches(".*\\.(bin|pt|pth|ckpt|h5|gguf|onnx)")).toList();
    if (others.isEmpty()) {
      return "; name a repository of a transformers model";
    }
    return ", only "
        + String.join(", ", others.stream().limit(3).toList())
        + (others.size() > 3 ? ", …" : "")
        + ", which is not read; convert it in Python with from_pretrained(…).save_pretrained(…,"
        + " safe_serialization=True) and load that folder, or take a revision that has safetensors"
        + " (refs/convert/safetensors or refs/pr/…, if there is one)";
  }
}
