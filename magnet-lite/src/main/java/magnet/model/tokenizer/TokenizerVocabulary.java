package magnet.model.tokenizer;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import magnet.io.Quoted;

/**
 * The tokens that tokenizer.json lists: those of its model and those added to it. Read as a stream,
 * as the merges beside them may be many megabytes.
 */
final class TokenizerVocabulary {

  private static final int HIGHEST_ID = 10_000_000; // guards the array against an absurd id

  private final Path file;
  private final BitSet special = new BitSet();
  private String[] tokens = new String[1024];
  private int size;
  private String unknown;

  /** Reads the tokens of a file's text, which is JSON; refuses what is no tokenizer.json. */
  TokenizerVocabulary(Path file, String text) {
    this.file = file;
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "model" -> readModel(json);
          case "added_tokens" -> readAdded(json);
          default -> json.skipValue();
        }
      }
      json.endObject();
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw fault(String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"), e);
    }
    if (size == 0) {
      throw fault("it lists no tokens", null);
    }
  }

  /** One more than the highest id. */
  int size() {
    return size;
  }

  /** The token of an id as it is listed, or null. */
  String token(int id) {
    return id >= 0 && id < size ? tokens[id] : null;
  }

  /** The id of a token as it is listed. */
  OptionalInt id(String token) {
    int id = Arrays.asList(tokens).subList(0, size).indexOf(token);
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Whether the file marks the token as special. */
  boolean isSpecial(int id) {
    return special.get(Math.max(0, id));
  }

  /** The token for what cannot be written otherwise, as the model names it, or null. */
  String unknown() {
    return unknown;
  }

  private void readModel(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (key.equals("vocab")) {
        readVocabulary(json);
      } else if (key.equals("unk_token") && json.peek() == JsonToken.STRING) {
        unknown = json.nextString();
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  /** Token to id, or, in Unigram models, a list of pairs whose place is the id. */
  private void readVocabulary(JsonReader json) throws IOException {
    if (json.peek() == JsonToken.BEGIN_OBJECT) {
      json.beginObject();
      while (json.hasNext()) {
        String token = json.nextName();
        put(json.nextInt(), token);
      }
      json.endObject();
      return;
    }
    json.beginArray();
    for (int id = 0; json.hasNext(); id++) {
      json.beginArray();
      put(id, json.nextString());
      json.skipValue();
      json.endArray();
    }
    json.endArray();
  }

  private void readAdded(JsonReader json) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      int id = -1;
      String content = null;
      boolean isSpecial = false;
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "id" -> id = json.nextInt();
          case "content" -> content = json.nextString();
          case "special" -> isSpecial = json.nextBoolean();
          default -> json.skipValue();
        }
      }
      json.endObject();
      put(id, content);
      special.set(id, isSpecial);
    }
    json.endArray();
  }

  private void put(int id, String token) {
    if (id < 0 || id > HIGHEST_ID || token == null) {
      throw fault("token " + token + " has the id " + id, null);
    }
    if (id >= tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(id + 1, 2 * tokens.length));
    }
    tokens[id] = token;
    size = Math.max(size, id + 1);
  }

  private IllegalArgumentException fault(String what, Exception cause) {
    return new IllegalArgumentException(
        Quoted.sentence(file + " is not a valid tokenizer.json: " + what + "; download it again."),
        cause);
  }
}
