package magnet.io;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One JSON object of a checkpoint, read key by key: a value of the wrong kind is an error that
 * names the file, the key, the value and what was expected.
 *
 * <p>Absent and null are two things ({@code "sliding_window": null} switches a window off, no such
 * key leaves the family's default), so {@link #contains} tests the first and {@link #has} both.
 *
 * <p>Here and in the other readers of this package only what Gson has had since 2.8.5 is used:
 * IJava carries that release before ours on its class path. What is valid, {@link StrictJson} says.
 */
public final class JsonFile {

  private final String place;
  private final JsonObject json;

  private JsonFile(String place, JsonObject json) {
    this.place = place;
    this.json = json;
  }

  /**
   * Reads a file that holds one JSON object.
   *
   * @param file the file, in UTF-8
   * @throws IllegalArgumentException if it is absent or not a JSON object
   * @throws UncheckedIOException if it cannot be read
   */
  public static JsonFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file.getFileName()
              + " is missing in "
              + file.toAbsolutePath().getParent()
              + ", expected a folder as transformers saves models and peft saves adapters; name"
              + " such a folder.");
    }
    return tree(StrictJson.read(file), file.toString());
  }

  /**
   * Reads a text that holds one JSON object.
   *
   * @param text the JSON
   * @param place where it comes from, for messages
   * @throws IllegalArgumentException if it is not a JSON object
   */
  public static JsonFile parse(String text, String place) {
    StrictJson.check(text, place);
    return tree(text, place);
  }

  private static JsonFile tree(String text, String place) {
    JsonElement root = new Gson().fromJson(text, JsonElement.class);
    if (!root.isJsonObject()) {
      throw new IllegalArgumentException(
          place + " is not one JSON object {…}; restore the file as it was published.");
    }
    return new JsonFile(place, root.getAsJsonObject());
  }

  /** Where this object was read, for messages. */
  public String place() {
    return place;
  }

  /** The keys in the order of the file. */
  public Set<String> keys() {
    return json.keySet();
  }

  /** Whether the key is there, even as null. */
  public boolean contains(String key) {
    return json.has(key);
  }

  /** Whether the key is there and not null. */
  public boolean has(String key) {
    return json.has(key) && !json.get(key).isJsonNull();
  }

  /** Whether the value is itself an object. */
  public boolean isObject(String key) {
    return has(key) && json.get(key).isJsonObject();
  }

  /** A required whole number; fails if it is absent, fractional or beyond an int. */
  public int wholeNumber(String key) {
    return wholeNumber(require(key), key);
  }

  /** A whole number, or the given one if the key is absent or null. */
  public int wholeNumber(String key, int otherwise) {
    return has(key) ? wholeNumber(key) : otherwise;
  }

  /** None, one or several whole numbers: absent and null give none, one number a list of one. */
  public List<Integer> wholeNumbers(String key) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonElement each : elements(key)) {
      numbers.add(wholeNumber(each, key));
    }
    return List.copyOf(numbers);
  }

  /** A required number. */
  public double number(String key) {
    JsonElement value = require(key);
    if (!isNumber(value)) {
      throw unexpected(key, "a number");
    }
    return value.getAsDouble();
  }

  /** A number, or the given one if the key is absent or null. */
  public double number(String key, double otherwise) {
    return has(key) ? number(key) : otherwise;
  }

  /** True or false, or the given one if the key is absent or null. */
  public boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (json.get(key) instanceof JsonPrimitive value && value.isBoolean()) {
      return value.getAsBoolean();
    }
    throw unexpected(key, "true or false");
  }

  /** A required text. */
  public String text(String key) {
    return text(require(key), key);
  }

  /** A text, or the given one if the key is absent or null. */
  public String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** None, one or several texts: absent and null give none, one text a list of one. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonElement each : elements(key)) {
      texts.add(text(each, key));
    }
    return List.copyOf(texts);
  }

  /** A required object. */
  public JsonFile object(String key) {
    JsonElement value = require(key);
    if (!value.isJsonObject()) {
      throw unexpected(key, "an object {…}");
    }
    return new JsonFile(Quoted.value(key) + " of " + place, value.getAsJsonObject());
  }

  /** Whether the value is a text. */
  public boolean isText(String key) {
    return has(key) && json.get(key) instanceof JsonPrimitive value && value.isString();
  }

  /** Whether the value asks for nothing: absent, null, false or empty. */
  public boolean isOff(String key) {
    return isEmpty(key)
        || (json.get(key) instanceof JsonPrimitive value
            && value.isBoolean()
            && !value.getAsBoolean());
  }

  /** Whether a list or an object has nothing in it; absent and null count as empty. */
  public boolean isEmpty(String key) {
    if (!has(key)) {
      return true;
    }
    JsonElement value = json.get(key);
    return (value.isJsonObject() && value.getAsJsonObject().size() == 0)
        || (value.isJsonArray() && value.getAsJsonArray().size() == 0);
  }

  /**
   * The error for a value that is not as it must be.
   *
   * @param key the key at fault
   * @param expected what was expected and the remedy, without the full stop
   */
  public IllegalArgumentException unexpected(String key, String expected) {
    return new IllegalArgumentException(
        Quoted.sentence(
            "%s of %s is %s, expected %s."
                .formatted(
                    Quoted.value(key),
                    place,
                    Quoted.value(String.valueOf(json.get(key))),
                    expected)));
  }

  private JsonElement require(String key) {
    if (!has(key)) {
      throw new IllegalArgumentException(
          Quoted.value(key)
              + (contains(key) ? " is null in " : " is missing in ")
              + place
              + ", which cannot be understood without it; add it.");
    }
    return json.get(key);
  }

  private Iterable<JsonElement> elements(String key) {
    if (!has(key)) {
      return List.of();
    }
    return json.get(key) instanceof JsonArray list ? list : List.of(json.get(key));
  }

  private int wholeNumber(JsonElement value, String key) {
    if (isNumber(value)) {
      try {
        return new BigDecimal(value.getAsString()).intValueExact();
      } catch (ArithmeticException | NumberFormatException e) {
        throw unexpected(key, "a whole number");
      }
    }
    throw unexpected(key, "a whole number");
  }

  private String text(JsonElement value, String key) {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw unexpected(key, "a text");
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isNumber();
  }
}
