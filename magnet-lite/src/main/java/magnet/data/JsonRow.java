package magnet.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import magnet.io.Quoted;

/**
 * One object of a JSON file; whatever is wrong with a field is thrown as an
 * IllegalArgumentException that names it.
 *
 * @param object its fields
 */
public record JsonRow(JsonObject object) {

  /** One JSON object with the place that errors name. */
  public static JsonRow of(JsonElement element) {
    if (!element.isJsonObject()) {
      throw new IllegalArgumentException("not a JSON object such as {\"input\": \"...\"}");
    }
    return new JsonRow(element.getAsJsonObject());
  }

  /** The text of a field; refused where it is missing or no text. */
  public String string(String name) {
    return field(name, JsonRow::isString, JsonElement::getAsString, "a string");
  }

  /** A whole number, also where it is written as a string. */
  public int integer(String name) {
    return field(
        name,
        value -> value.isJsonPrimitive() && value.getAsString().matches("\\d{1,9}"),
        JsonElement::getAsInt,
        "a whole number");
  }

  /** The object of a field; refused where it is missing or no object. */
  public JsonRow row(String name) {
    return field(name, JsonElement::isJsonObject, JsonRow::of, "an object");
  }

  /** The texts of a field; refused where it is no list of texts. */
  public List<String> strings(String name) {
    return field(
        name,
        value -> all(value, JsonRow::isString),
        value -> each(value.getAsJsonArray(), JsonElement::getAsString),
        "an array of strings");
  }

  /** The objects of a field; refused where it is no list of objects. */
  public List<JsonRow> rows(String name) {
    return field(
        name,
        value -> all(value, JsonElement::isJsonObject),
        value -> each(value.getAsJsonArray(), JsonRow::of),
        "an array of objects");
  }

  private <T> T field(
      String name, Predicate<JsonElement> fits, Function<JsonElement, T> taken, String expected) {
    JsonElement value = object.get(name);
    if (value == null || !fits.test(value)) {
      throw new IllegalArgumentException(
          value == null
              ? "there is no field \"%s\" with %s".formatted(name, expected)
              : "the field \"%s\" is %s, not %s"
                  .formatted(name, Quoted.value(value.toString()), expected));
    }
    return taken.apply(value);
  }

  private static boolean isString(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  private static boolean all(JsonElement value, Predicate<JsonElement> fits) {
    return value.isJsonArray()
        && StreamSupport.stream(value.getAsJsonArray().spliterator(), false).allMatch(fits);
  }

  private static <T> List<T> each(JsonArray array, Function<JsonElement, T> taken) {
    return StreamSupport.stream(array.spliterator(), false).map(taken).toList();
  }
}
