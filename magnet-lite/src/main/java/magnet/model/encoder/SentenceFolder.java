package magnet.model.encoder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import magnet.io.KeyedReader;
import magnet.io.StrictJson;
import magnet.io.Tree;
import magnet.kernel.BertKernel.Pooling;

/**
 * What a folder of sentence-transformers says about the way from a text to a vector: modules.json
 * and the files that it names, of old releases and of new ones.
 *
 * @param root the folder itself
 * @param transformer the folder of configuration, weights and tokenizer: mostly the same one
 * @param shape of the encoder
 * @param pooling how states become a vector
 * @param normalised whether each vector is divided by its length
 * @param longest the most tokens of a sentence, those of the frame included; the rest is cut off
 * @param lowercase whether texts are lower-cased, whatever the tokenizer does
 * @param prompt put before every sentence; usually empty
 */
public record SentenceFolder(
    Path root,
    Path transformer,
    EncoderShape shape,
    Pooling pooling,
    boolean normalised,
    int longest,
    boolean lowercase,
    String prompt) {

  private static final String MODULES = "modules.json";
  private static final List<String> KNOWN = List.of("Transformer", "Pooling", "Normalize");

  private static final Map<String, Pooling> POOLINGS =
      Map.of(
          "mean", Pooling.MEAN,
          "cls", Pooling.CLS,
          "max", Pooling.MAX,
          "lasttoken", Pooling.LAST);

  /** What {@code pooling_mode_…} of releases before 6 said; of most the token is left out since. */
  private static final List<String> FLAGS =
      List.of(
          "cls_token",
          "max_tokens",
          "mean_tokens",
          "mean_sqrt_len_tokens",
          "weightedmean_tokens",
          "lasttoken");

  /** What the width of the states is called: in releases before 6, and since. */
  private static final List<String> WIDTHS =
      List.of("word_embedding_dimension", "embedding_dimension");

  private record Module(String kind, Path folder) {}

  /**
   * Reads a folder; its weights need not be there yet.
   *
   * @throws IllegalArgumentException if a file is missing or broken, or asks for something that is
   *     not supported
   */
  public static SentenceFolder read(Path folder) {
    List<Module> modules = modules(folder);
    Path transformer = modules.get(0).folder();
    EncoderShape shape = EncoderShape.read(transformer);
    KeyedReader pooling = poolingConfig(folder, modules.get(1).folder());
    requireWidth(pooling, shape.hiddenSize());
    String prompt = prompt(folder);
    if (!prompt.isEmpty() && !pooling.flag("include_prompt").orElse(true)) {
      throw pooling.unexpected(
          "include_prompt", "true beside the prompt \"" + prompt + "\"; take another encoder");
    }
    Path said = transformer.resolve("sentence_bert_config.json");
    boolean lowercase =
        Files.exists(said) && KeyedReader.json(said).flag("do_lower_case").orElse(false);
    return new SentenceFolder(
        folder,
        transformer,
        shape,
        pooling(pooling),
        modules.size() == KNOWN.size(),
        longest(transformer, shape),
        lowercase,
        prompt);
  }

  private static List<Module> modules(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          ("%s %s, expected the folder of a text encoder as sentence-transformers saves it; correct"
                  + " the path, or download an encoder by Hub.encoder(name).")
              .formatted(folder, Files.exists(folder) ? "is not a folder" : "does not exist"));
    }
    Path file = folder.resolve(MODULES);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          ("%s is missing in %s, expected a text encoder as sentence-transformers saves it; in"
                  + " Python SentenceTransformer(name).save(folder) makes such a folder.")
              .formatted(MODULES, folder));
    }
    List<Module> modules = new ArrayList<>();
    if (!(StrictJson.tree(StrictJson.read(file), file.toString()) instanceof Tree.Items list)) {
      throw new IllegalArgumentException(
          file + " is not a list of modules with type and path; download the file again.");
    }
    for (Tree each : list.items()) {
      KeyedReader module = KeyedReader.of(each);
      String type = module.neededText("type");
      modules.add(
          new Module(
              type.substring(type.lastIndexOf('.') + 1),
              inside(folder, module.neededText("path"))));
    }
    List<String> kinds = modules.stream().map(Module::kind).toList();
    if (kinds.size() < 2 || !kinds.equals(KNOWN.subList(0, Math.min(kinds.size(), 3)))) {
      throw new IllegalArgumentException(
          ("%s names the modules %s, expected Transformer, Pooling and perhaps Normalize; take an"
                  + " encoder of these.")
              .formatted(file, String.join(", ", kinds)));
    }
    return modules;
  }

  private static Path inside(Path folder, String path) {
    Path found = folder.resolve(path).normalize();
    if (!found.startsWith(folder.normalize())) {
      throw new IllegalArgumentException(
          ("%s of %s names the folder \"%s\", expected one inside; use an encoder from a source"
                  + " you trust.")
              .formatted(MODULES, folder, path));
    }
    return found;
  }

  private static KeyedReader poolingConfig(Path folder, Path pooling) {
    Path file = pooling.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          ("%s is missing in %s, expected the pooling that %s names there; save the encoder again"
                  + " in Python with SentenceTransformer(name).save(folder), or download that file.")
              .formatted(folder.relativize(file), folder, MODULES));
    }
    return KeyedReader.json(file);
  }

  /** What is pooled must be as wide as what the encoder gives. */
  private static void requireWidth(KeyedReader pooling, int hidden) {
    for (String width : WIDTHS) {
      if (pooling.has(width) && pooling.neededWhole(width) != hidden) {
        throw pooling.unexpected(
            width, hidden + ", the encoder's hidden_size; use files that belong together");
      }
    }
  }

  private static Pooling pooling(KeyedReader config) {
    List<String> modes = new ArrayList<>(config.texts("pooling_mode").orElse(List.of()));
    if (modes.isEmpty()) {
      for (String flag : FLAGS) {
        if (config.flag("pooling_mode_" + flag).orElse(false)) {
          modes.add(flag.contains("sqrt") ? flag : flag.replaceAll("_tokens?$", ""));
        }
      }
    }
    if (modes.size() != 1 || !POOLINGS.containsKey(modes.get(0))) {
      throw new IllegalArgumentException(
          "The pooling of %s is %s, expected one of %s; take an encoder that is pooled so."
              .formatted(
                  config.source(),
                  modes.isEmpty() ? "not said" : String.join(" and ", modes),
                  String.join(", ", new TreeSet<>(POOLINGS.keySet()))));
    }
    return POOLINGS.get(modes.get(0));
  }

  /** By sentence-transformers' own setting, else the tokenizer's; never beyond the positions. */
  private static int longest(Path transformer, EncoderShape shape) {
    double longest = shape.longest();
    Path said = transformer.resolve("sentence_bert_config.json");
    Path tokenizer = transformer.resolve("tokenizer_config.json");
    if (Files.exists(said) && KeyedReader.json(said).has("max_seq_length")) {
      longest = KeyedReader.json(said).neededNumber("max_seq_length");
    } else if (Files.exists(tokenizer)) {
      longest = KeyedReader.json(tokenizer).number("model_max_length").orElse(longest);
    }
    if (!(longest >= 1)) {
      throw new IllegalArgumentException(
          ("The longest text of %s has %s tokens, expected 1 or more; correct max_seq_length or"
                  + " model_max_length.")
              .formatted(transformer, longest));
    }
    return (int) Math.min(longest, shape.longest());
  }

  private static String prompt(Path folder) {
    Path file = folder.resolve("config_sentence_transformers.json");
    if (!Files.exists(file)) {
      return "";
    }
    KeyedReader settings = KeyedReader.json(file);
    return settings.has("default_prompt_name")
        ? settings.neededSection("prompts").neededText(settings.neededText("default_prompt_name"))
        : "";
  }
}
