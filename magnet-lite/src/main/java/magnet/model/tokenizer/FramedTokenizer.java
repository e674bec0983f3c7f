package magnet.model.tokenizer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import magnet.io.AtomicFile;

/**
 * Tokenizer files that put begin and end tokens around every text on their own, as Python's
 * tokenizers do when their {@code post_processor} says so.
 */
public final class FramedTokenizer {

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  private static final String TEMPLATE = "TemplateProcessing";

  private FramedTokenizer() {}

  /**
   * Rewrites a copy of a tokenizer's files.
   *
   * @param folder has the tokenizer.json that is rewritten
   * @param end id of the token that is to end every text; empty for none
   * @throws IllegalArgumentException if the tokenizer's own frame cannot be replaced
   */
  public static void rewrite(Path folder, TextTokenizer tokenizer, OptionalInt end) {
    JsonObject json = read(folder.resolve("tokenizer.json"));
    json.add("post_processor", framing(json.get("post_processor"), template(tokenizer, end)));
    json.add("truncation", null);
    json.add("padding", null);
    write(folder.resolve("tokenizer.json"), json);

    Path settings = folder.resolve("tokenizer_config.json");
    JsonObject config = Files.isRegularFile(settings) ? read(settings) : new JsonObject();
    spelledOut(config);
    // The class of a family would build its own frame; this one takes tokenizer.json as it is.
    config.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
    // A processor (of texts and pictures) has files that are not saved, and texts need none.
    config.remove("processor_class");
    config.addProperty("add_bos_token", tokenizer.addsBos());
    if (tokenizer.addsBos()) {
      config.addProperty("bos_token", tokenizer.token(tokenizer.bos().orElseThrow()));
    }
    config.addProperty("add_eos_token", end.isPresent());
    if (end.isPresent() && (!config.has("pad_token") || config.get("pad_token").isJsonNull())) {
      int pad = tokenizer.pad().orElse(end.getAsInt()); // never seen: the attention mask hides it
      config.addProperty("pad_token", tokenizer.token(pad));
    }
    write(settings, config);
  }

  /** Special tokens by their texts alone: tokenizer.json says how they are matched as well. */
  private static void spelledOut(JsonObject config) {
    for (Map.Entry<String, JsonElement> each : config.entrySet()) {
      if (each.getKey().endsWith("_token")
          && each.getValue().isJsonObject()
          && each.getValue().getAsJsonObject().has("content")) {
        each.setValue(each.getValue().getAsJsonObject().get("content"));
      }
    }
  }

  /** What else the tokenizer does stays; its own frame goes. */
  private static JsonElement framing(JsonElement own, JsonObject template) {
    if (own == null || own.isJsonNull() || type(own).equals(TEMPLATE)) {
      return template;
    }
    JsonArray processors = new JsonArray();
    JsonArray all = new JsonArray();
    if (type(own).equals("Sequence")) {
      all = own.getAsJsonObject().getAsJsonArray("processors");
    } else {
      all.add(own);
    }
    for (JsonElement each : all) {
      if (type(each).equals("ByteLevel")) {
        processors.add(each);
      } else if (!type(each).equals(TEMPLATE)) {
        throw new IllegalArgumentException(
            ("The tokenizer's post_processor is of type %s, expected %s, ByteLevel or a sequence"
                    + " of these; save the model with save(folder) and frame its texts in Python.")
                .formatted(type(each), TEMPLATE));
      }
    }
    processors.add(template);
    JsonObject sequence = new JsonObject();
    sequence.addProperty("type", "Sequence");
    sequence.add("processors", processors);
    return sequence;
  }

  private static String type(JsonElement processor) {
    return processor.getAsJsonObject().get("type").getAsString();
  }

  /** Begin, text, end; for a pair of texts both one after the other. */
  private static JsonObject template(TextTokenizer tokenizer, OptionalInt end) {
    JsonArray single = new JsonArray();
    JsonArray pair = new JsonArray();
    JsonObject special = new JsonObject();
    for (int type = 0; type < 2; type++) {
      JsonArray one = new JsonArray();
      if (tokenizer.addsBos()) {
        one.add(token(tokenizer, tokenizer.bos().orElseThrow(), type, special));
      }
      one.add(piece("Sequence", type == 0 ? "A" : "B", type));
      if (end.isPresent()) {
        one.add(token(tokenizer, end.getAsInt(), type, special));
      }
      pair.addAll(one);
      if (type == 0) {
        single.addAll(one);
      }
    }
    JsonObject template = new JsonObject();
    template.addProperty("type", TEMPLATE);
    template.add("single", single);
    template.add("pair", pair);
    template.add("special_tokens", special);
    return template;
  }

  private static JsonObject token(TextTokenizer tokenizer, int id, int type, JsonObject special) {
    String text = tokenizer.token(id);
    JsonObject entry = new JsonObject();
    entry.addProperty("id", text);
    entry.add("ids", GSON.toJsonTree(List.of(id)));
    entry.add("tokens", GSON.toJsonTree(List.of(text)));
    special.add(text, entry);
    return piece("SpecialToken", text, type);
  }

  private static JsonObject piece(String kind, String id, int type) {
    JsonObject inner = new JsonObject();
    inner.addProperty("id", id);
    inner.addProperty("type_id", type);
    JsonObject piece = new JsonObject();
    piece.add(kind, inner);
    return piece;
  }

  private static JsonObject read(Path file) {
    return JsonParser.parseString(AtomicFile.read(file)).getAsJsonObject();
  }

  /** Numbers and texts are written as they were read. */
  private static void write(Path file, JsonObject json) {
    AtomicFile.write(file, GSON.toJson(json) + "\n");
  }
}
