package magnet.model.tokenizer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.data.Documents;
import magnet.io.AtomicFile;
import magnet.io.AtomicFolder;

/**
 * Learns a byte-level BPE tokenizer from texts, as GPT-2's: any text can be written, and reads back
 * as it was. The tokenizer libraries at hand in Java can run a tokenizer, but not train one.
 *
 * <p>The result is a {@code tokenizer.json} and a {@code tokenizer_config.json} that Hugging Face's
 * libraries load. Ids: 0 {@code <unk>} (never used), 1 {@code <s>} (put before a text), 2 {@code
 * </s>}, 3 {@code <mask>}, then the 256 bytes, then the merges.
 */
public final class BytePairTrainer {

  /** The tokens without text, by id. */
  public static final List<String> SPECIAL = List.of("<unk>", "<s>", "</s>", "<mask>");

  private static final int SMALLEST = SPECIAL.size() + ByteAlphabet.SIZE;

  /** GPT-2's words: contractions, letters, digits, other signs, each with the space before it. */
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  /** What every tokenizer.json has; the post-processor puts the begin token before each text. */
  private static final String TEMPLATE =
      """
      {"version": "1.0",
       "added_tokens": [],
       "pre_tokenizer": {"type": "ByteLevel",
                         "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
       "post_processor":
         {"type": "TemplateProcessing",
          "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                     {"Sequence": {"id": "A", "type_id": 0}}],
          "pair": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                   {"Sequence": {"id": "A", "type_id": 0}},
                   {"Sequence": {"id": "B", "type_id": 1}}],
          "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
       "decoder": {"type": "ByteLevel",
                   "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
       "model": {"type": "BPE", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false}}
      """;

  private final List<String> tokens;
  private final List<String> merges;

  private BytePairTrainer(List<String> tokens, List<String> merges) {
    this.tokens = tokens;
    this.merges = merges;
  }

  /**
   * Learns from all texts of a corpus.
   *
   * @param vocabulary how many tokens at most, at least 260; fewer come out where the corpus has no
   *     more pairs that occur twice
   * @throws IllegalArgumentException if the vocabulary is too small
   */
  public static BytePairTrainer train(Documents corpus, int vocabulary) {
    if (vocabulary < SMALLEST) {
      throw new IllegalArgumentException(
          "a vocabulary of %d tokens has no room for 256 bytes and %d special tokens; allow at least %d"
              .formatted(vocabulary, SPECIAL.size(), SMALLEST));
    }
    Map<String, Long> words = new TreeMap<>(); // sorted: the same corpus gives the same tokenizer
    for (int i = 0; i < corpus.size(); i++) {
      Matcher word = WORD.matcher(corpus.get(i).text());
      while (word.find()) {
        words.merge(word.group(), 1L, Long::sum);
      }
    }
    List<int[]> symbols = words.keySet().stream().map(ByteAlphabet::bytes).toList();
    long[] counts = words.values().stream().mapToLong(Long::longValue).toArray();
    List<String> written = new ArrayList<>();
    for (int value = 0; value < ByteAlphabet.SIZE; value++) {
      written.add(String.valueOf(ByteAlphabet.of(value)));
    }
    List<String> merges = new ArrayList<>();
    for (BytePairMerges.Merge merge :
        new BytePairMerges(symbols, counts).merges(vocabulary - SMALLEST)) {
      String left = written.get(merge.left());
      String right = written.get(merge.right());
      merges.add(left + " " + right);
      written.add(left + right);
    }
    List<String> tokens = new ArrayList<>(SPECIAL);
    tokens.addAll(written);
    return new BytePairTrainer(List.copyOf(tokens), List.copyOf(merges));
  }

  /** The content of {@code tokenizer.json}. */
  public String tokenizerJson() {
    JsonObject json = GSON.fromJson(TEMPLATE, JsonObject.class);
    for (int id = 0; id < SPECIAL.size(); id++) {
      JsonObject token = new JsonObject();
      token.addProperty("id", id);
      token.addProperty("content", SPECIAL.get(id));
      for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        token.addProperty(flag, false);
      }
      token.addProperty("special", true);
      json.getAsJsonArray("added_tokens").add(token);
    }
    JsonObject vocabulary = new JsonObject();
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.addProperty(tokens.get(id), id);
    }
    json.getAsJsonObject("model").add("vocab", vocabulary);
    json.getAsJsonObject("model").add("merges", GSON.toJsonTree(merges));
    return GSON.toJson(json) + "\n";
  }

  /** The content of {@code tokenizer_config.json}. */
  public String configJson() {
    JsonObject json = new JsonObject();
    json.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
    json.addProperty("unk_token", SPECIAL.get(0));
    json.addProperty("bos_token", SPECIAL.get(1));
    json.addProperty("eos_token", SPECIAL.get(2));
    json.addProperty("mask_token", SPECIAL.get(3));
    json.addProperty("add_bos_token", true);
    json.addProperty("add_eos_token", false);
    json.addProperty("clean_up_tokenization_spaces", false);
    return GSON.toJson(json) + "\n";
  }

  /** Writes both files into a folder, which is made if it is absent, in one step. */
  public void save(Path folder) {
    AtomicFolder.write(
        folder,
        "tokenizer.json",
        List.of(),
        stage -> {
          AtomicFile.write(stage.resolve("tokenizer.json"), tokenizerJson());
          AtomicFile.write(stage.resolve("tokenizer_config.json"), configJson());
        });
  }
}
