package magnet.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import magnet.io.AtomicFile;
import magnet.model.checkpoint.Checkpoint;
import magnet.model.family.Architecture;
import magnet.model.tokenizer.FramedTokenizer;
import magnet.model.tokenizer.TextTokenizer;

/**
 * Saves a decoder as a folder that Python's sentence-transformers loads and that embeds there as
 * here: modules.json, the pooling of the last token, the instruction as a prompt, a tokenizer that
 * ends every text, and {@code "is_causal": false} in config.json.
 *
 * <p>That last key makes transformers 5.2 and newer attend in both directions without any code of
 * ours; older ones do not know it and would attend causally, so the model card asks for it. A
 * sliding window is one position shorter there (its distance is at most the window, ours is below
 * it), and capped attention scores need the plain implementation of attention.
 */
public final class SentenceTransformerWriter {

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private static final String MODULES = "modules.json";
  private static final String TRANSFORMER = "sentence_bert_config.json";
  private static final String SETTINGS = "config_sentence_transformers.json";
  private static final String POOLING = "1_Pooling";

  /** What it writes beside a checkpoint's files. */
  static final List<String> FILES =
      List.of(MODULES, TRANSFORMER, SETTINGS, POOLING + "/config.json");

  private SentenceTransformerWriter() {}

  /**
   * How texts become vectors.
   *
   * @param prompt put before every text as it is; empty for none
   * @param causal whether tokens see only those before them
   * @param normalised whether each vector gets length 1
   * @param end id of the token after every text, whose vector is taken
   */
  public record Recipe(String prompt, boolean causal, boolean normalised, int end) {}

  /**
   * Saves a model, all files in one step: see {@link CheckpointWriter#write}.
   *
   * @throws IllegalArgumentException also if the tokenizer's own frame cannot be replaced
   */
  public static void write(
      Path folder,
      Decoder decoder,
      TextTokenizer tokenizer,
      List<Integer> ends,
      Recipe recipe,
      Consumer<Path> beside) {
    Architecture architecture = decoder.architecture();
    CheckpointWriter.write(
        folder,
        decoder,
        tokenizer,
        ends,
        stage -> {
          FramedTokenizer.rewrite(stage, tokenizer, OptionalInt.of(recipe.end()));
          if (!recipe.causal()) {
            lookBothWays(stage.resolve(Checkpoint.CONFIG), architecture);
          }
          write(stage.resolve(POOLING + "/config.json"), pooling(architecture));
          write(stage.resolve(TRANSFORMER), transformer(architecture));
          write(stage.resolve(SETTINGS), settings(recipe));
          write(stage.resolve(MODULES), modules(recipe));
          beside.accept(stage);
        });
  }

  private static void lookBothWays(Path config, Architecture architecture) {
    JsonObject json = JsonParser.parseString(AtomicFile.read(config)).getAsJsonObject();
    json.addProperty("is_causal", false);
    if (architecture.slidingWindow() > 0) {
      json.addProperty("sliding_window", architecture.slidingWindow() - 1);
    }
    write(config, json);
  }

  private static List<ListedModule> modules(Recipe recipe) {
    ListedModule transformer = new ListedModule(0, "", "Transformer");
    ListedModule pooling = new ListedModule(1, POOLING, "Pooling");
    return recipe.normalised()
        ? List.of(transformer, pooling, new ListedModule(2, "2_Normalize", "Normalize"))
        : List.of(transformer, pooling);
  }

  /** An entry of modules.json. */
  private record ListedModule(int idx, String name, String path, String type) {

    ListedModule(int idx, String path, String type) {
      this(idx, String.valueOf(idx), path, "sentence_transformers.models." + type);
    }
  }

  private static JsonObject pooling(Architecture architecture) {
    JsonObject json = new JsonObject();
    json.addProperty("word_embedding_dimension", architecture.hiddenSize());
    for (String mode : List.of("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens")) {
      json.addProperty("pooling_mode_" + mode, false);
    }
    json.addProperty("pooling_mode_weightedmean_tokens", false);
    json.addProperty("pooling_mode_lasttoken", true);
    json.addProperty("include_prompt", true);
    return json;
  }

  private static JsonObject transformer(Architecture architecture) {
    JsonObject json = new JsonObject();
    json.addProperty("max_seq_length", architecture.maxPositions());
    json.addProperty("do_lower_case", false);
    if (architecture.variant().scoreCap() > 0) { // which the fused attention leaves out
      JsonObject eager = new JsonObject();
      eager.addProperty("attn_implementation", "eager");
      json.add("model_args", eager);
    }
    return json;
  }

  /** The versions are those that the folder was tested with; older ones say that they are older. */
  private static JsonObject settings(Recipe recipe) {
    JsonObject json =
        JsonParser.parseString(
                """
                {"model_type": "SentenceTransformer",
                 "__version__": {"sentence_transformers": "6.0.1", "transformers": "5.18.0"},
                 "prompts": {},
                 "default_prompt_name": "magnet",
                 "similarity_fn_name": "cosine"}
                """)
            .getAsJsonObject();
    json.getAsJsonObject("prompts").addProperty("magnet", recipe.prompt());
    return json;
  }

  private static void write(Path file, Object json) {
    AtomicFile.write(file, GSON.toJson(json) + "\n");
  }
}
