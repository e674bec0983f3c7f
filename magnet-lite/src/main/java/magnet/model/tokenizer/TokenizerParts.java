package magnet.model.tokenizer;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import magnet.io.Quoted;

/**
 * Checks the parts of a tokenizer.json against what the native tokenizer can handle.
 *
 * <p>That library (Hugging Face tokenizers 0.21) refuses most wrong values with an error, but some
 * make it panic, when the file is read or at the first text, and a panic ends the process. They are
 * refused here; so are types and kinds of values that it does not know.
 */
final class TokenizerParts {

  /** The types of each part, and where a sequence of several holds them. */
  private enum Part {
    NORMALIZER(
        "normalizers",
        "BertNormalizer ByteLevel Lowercase NFC NFD NFKC NFKD Nmt Precompiled Prepend Replace"
            + " Sequence Strip StripAccents"),
    PRE_TOKENIZER(
        "pretokenizers",
        "BertPreTokenizer ByteLevel CharDelimiterSplit Delimiter Digits Metaspace Punctuation"
            + " Sequence Split UnicodeScripts Whitespace WhitespaceSplit"),
    POST_PROCESSOR(
        "processors", "BertProcessing ByteLevel RobertaProcessing Sequence TemplateProcessing"),
    DECODER(
        "decoders",
        "BPEDecoder ByteFallback ByteLevel CTC Fuse Metaspace Replace Sequence Strip WordPiece");

    private final String inSequence;
    private final List<String> types;

    Part(String inSequence, String types) {
      this.inSequence = inSequence;
      this.types = List.of(types.split(" "));
    }
  }

  private static final Map<String, Part> PARTS =
      Map.of(
          "normalizer", Part.NORMALIZER,
          "pre_tokenizer", Part.PRE_TOKENIZER,
          "post_processor", Part.POST_PROCESSOR,
          "decoder", Part.DECODER);

  private static final Set<String> FLAGS =
      Set.of(
          "add_prefix_space",
          "clean_text",
          "cleanup",
          "handle_chinese_chars",
          "individual_digits",
          "invert",
          "lowercase",
          "split",
          "strip_accents",
          "strip_left",
          "strip_right",
          "trim_offsets",
          "use_regex");

  private static final Set<String> COUNTS = Set.of("start", "stop", "type_id");

  private static final Set<String> TEXTS =
      Set.of("behavior", "prefix", "prepend", "prepend_scheme", "replacement", "suffix");

  private static final Gson GSON = new Gson();

  private final Path file;
  private String continuingPrefix = "";

  private TokenizerParts(Path file) {
    this.file = file;
  }

  /** Refuses a tokenizer.json, given as JSON, that the native tokenizer must not see. */
  static void check(Path file, String json) {
    TokenizerParts parts = new TokenizerParts(file);
    try {
      parts.read(json, false);
      if (!parts.continuingPrefix.isEmpty()) {
        parts.read(json, true);
      }
    } catch (IOException | IllegalStateException e) {
      throw parts.fault("its parts are not objects", String.valueOf(e.getMessage()));
    }
  }

  private void read(String text, boolean merges) throws IOException {
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (name.equals("model")) {
          readModel(json, merges);
        } else if (PARTS.containsKey(name)) {
          checkPart(name, element(json), PARTS.get(name));
        } else {
          json.skipValue();
        }
      }
    }
  }

  private static JsonElement element(JsonReader json) throws IOException {
    return GSON.getAdapter(JsonElement.class).read(json);
  }

  /** Merges are cut by the prefix of tokens inside a word, byte by byte and unasked. */
  private void readModel(JsonReader json, boolean merges) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (name.equals("continuing_subword_prefix")) {
        JsonElement prefix = element(json);
        continuingPrefix = isText(prefix) ? prefix.getAsString() : "";
      } else if (name.equals("merges") && merges) {
        JsonElement all = element(json);
        if (all.isJsonArray()) {
          all.getAsJsonArray().forEach(this::checkMerge);
        }
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  private void checkMerge(JsonElement merge) {
    JsonElement second = merge;
    if (merge.isJsonArray() && merge.getAsJsonArray().size() == 2) {
      second = merge.getAsJsonArray().get(1);
    }
    String token = isText(second) ? second.getAsString() : "";
    token = second == merge ? token.substring(token.indexOf(' ') + 1) : token;
    if (!token.startsWith(continuingPrefix)) {
      throw fault(
          "a merge ends in \"" + Quoted.value(token) + "\"",
          "what begins with its continuing_subword_prefix");
    }
  }

  private void checkPart(String name, JsonElement value, Part part) {
    if (value.isJsonNull()) {
      return;
    }
    String type = value.isJsonObject() ? text(value.getAsJsonObject(), "type") : "";
    if (!part.types.contains(type)) {
      throw fault(
          "its %s has the type \"%s\"".formatted(name, Quoted.value(type)),
          "one of " + String.join(", ", part.types));
    }
    JsonObject object = value.getAsJsonObject();
    checkKinds(name + " " + type, object);
    switch (type) {
      case "Sequence" -> {
        for (JsonElement each : array(name, object, part.inSequence)) {
          checkPart(name, each, part);
        }
      }
      case "Strip" -> checkStrip(name, object, part);
      case "TemplateProcessing" -> checkTemplate(object);
      case "Precompiled" -> checkCharacterMap(object);
      default -> {
        // the native tokenizer itself reports what it does not take
      }
    }
  }

  private void checkKinds(String where, JsonObject object) {
    for (Map.Entry<String, JsonElement> each : object.entrySet()) {
      String key = each.getKey();
      JsonElement value = each.getValue();
      if (value.isJsonNull()) {
        continue;
      }
      if (FLAGS.contains(key) && !(value instanceof JsonPrimitive flag && flag.isBoolean())) {
        throw wrong(where, key, value, "true or false");
      }
      if (COUNTS.contains(key) && !isCount(value)) {
        throw wrong(where, key, value, "a whole number from 0");
      }
      if (TEXTS.contains(key) && !isText(value)) {
        throw wrong(where, key, value, "a text");
      }
    }
  }

  /** At the end of a token it looks for what it strips beyond the token's beginning. */
  private void checkStrip(String name, JsonObject strip, Part part) {
    JsonElement stop = strip.get("stop");
    if (part == Part.DECODER && stop != null && !(isCount(stop) && stop.getAsInt() == 0)) {
      throw wrong(name + " Strip", "stop", stop, "0, as only beginnings can be stripped safely");
    }
  }

  /** What a template names is looked up unasked when the first text is framed. */
  private void checkTemplate(JsonObject template) {
    Set<String> special = new HashSet<>();
    JsonElement tokens = template.get("special_tokens");
    if (tokens != null && tokens.isJsonObject()) {
      for (Map.Entry<String, JsonElement> each : tokens.getAsJsonObject().entrySet()) {
        JsonObject token =
            each.getValue().isJsonObject() ? each.getValue().getAsJsonObject() : null;
        if (token == null
            || array(each.getKey(), token, "ids").size()
                != array(each.getKey(), token, "tokens").size()) {
          throw wrong("special_tokens", each.getKey(), each.getValue(), "as many ids as tokens");
        }
        special.add(each.getKey());
      }
    }
    for (String which : List.of("single", "pair")) {
      for (JsonElement piece : array("post_processor", template, which)) {
        checkPiece(which, piece, special);
      }
    }
  }

  private void checkPiece(String which, JsonElement piece, Set<String> special) {
    JsonObject object = piece.isJsonObject() ? piece.getAsJsonObject() : new JsonObject();
    for (String kind : List.of("Sequence", "SpecialToken")) {
      if (object.size() == 1 && object.has(kind) && object.get(kind).isJsonObject()) {
        JsonObject inner = object.getAsJsonObject(kind);
        checkKinds("post_processor " + kind, inner);
        String id = text(inner, "id");
        Set<String> known =
            !kind.equals("Sequence")
                ? special
                : which.equals("single") ? Set.of("A") : Set.of("A", "B");
        if (known.contains(id)) {
          return;
        }
      }
    }
    throw wrong(
        "post_processor",
        which,
        piece,
        "pieces that are a Sequence of the text, or a SpecialToken that special_tokens lists");
  }

  private void checkCharacterMap(JsonObject normalizer) {
    String map = text(normalizer, "precompiled_charsmap");
    try {
      CharacterMap.check(map.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw fault(
          "the precompiled_charsmap of its normalizer is broken", "a whole one: " + e.getMessage());
    }
  }

  private JsonArray array(String where, JsonObject object, String key) {
    if (!(object.get(key) instanceof JsonArray array)) {
      throw wrong(where, key, object.get(key), "a list");
    }
    return array;
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null && isText(value) ? value.getAsString() : "";
  }

  private static boolean isText(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isString();
  }

  private static boolean isCount(JsonElement value) {
    return value instanceof JsonPrimitive primitive
        && primitive.isNumber()
        && primitive.getAsString().matches("\\d{1,9}");
  }

  private IllegalArgumentException wrong(
      String where, String key, JsonElement value, String expected) {
    return fault(
        "%s of its %s is %s"
            .formatted(Quoted.value(key), Quoted.value(where), Quoted.value(String.valueOf(value))),
        expected);
  }

  private IllegalArgumentException fault(String what, String expected) {
    return new IllegalArgumentException(
        Quoted.sentence(
            "%s is not a valid tokenizer.json: %s, expected %s; restore it as it was published."
                .formatted(file, what, expected)));
  }
}
