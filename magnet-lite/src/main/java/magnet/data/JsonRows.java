package magnet.data;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import magnet.io.StrictJson;

/** The objects of a JSON file: one per line, or the elements of an array. */
public final class JsonRows {

  private static final Gson GSON = new Gson();

  private JsonRows() {}

  /** What the function makes of the object on each line that is not blank. */
  public static <T> List<T> lines(TextFile file, BadRows bad, Function<JsonRow, T> function) {
    List<T> values = new ArrayList<>();
    file.forEachLine(
        (number, begin, length, line) -> {
          if (!line.isBlank()) {
            bad.addTo(values, file.path(), number, () -> function.apply(JsonRow.of(parse(line))));
          }
        });
    return values;
  }

  /**
   * What the function makes of each object of the array that the file is, or that a field of the
   * object has that the file is.
   *
   * @param field the field's name, or null where the file is an array
   * @throws IllegalArgumentException if the file is not JSON of this form, which is not a bad row
   */
  public static <T> List<T> array(
      TextFile file, String field, BadRows bad, Function<JsonRow, T> function) {
    String text = file.text();
    try {
      StrictJson.check(text);
    } catch (StrictJson.Fault e) {
      throw notOfForm(file, e.line(), field, e);
    }
    CountedLines lines = new CountedLines(text);
    List<T> values = new ArrayList<>();
    try (JsonReader json = new JsonReader(lines)) {
      if (field != null) {
        toField(json, field);
      }
      json.beginArray();
      while (json.hasNext()) {
        long line = lines.line();
        JsonElement element = GSON.getAdapter(JsonElement.class).read(json);
        bad.addTo(values, file.path(), line, () -> function.apply(JsonRow.of(element)));
      }
      json.endArray();
      if (field != null) {
        skipFields(json);
        json.endObject();
      }
    } catch (IOException | IllegalStateException e) {
      throw notOfForm(file, lines.line(), field, e);
    }
    return values;
  }

  private static IllegalArgumentException notOfForm(
      TextFile file, long line, String field, Exception cause) {
    String form = field == null ? "an array" : "an object with an array \"" + field + "\"";
    return Refusal.of(
        file.path(), line, "the file is not %s (%s)".formatted(form, firstLine(cause)));
  }

  private static void toField(JsonReader json, String field) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals(field)) {
        return;
      }
      json.skipValue();
    }
    throw new IllegalStateException("there is no field \"" + field + "\"");
  }

  private static void skipFields(JsonReader json) throws IOException {
    while (json.hasNext()) {
      json.nextName();
      json.skipValue();
    }
  }

  private static JsonElement parse(String line) {
    try {
      StrictJson.check(line);
    } catch (StrictJson.Fault e) {
      throw new IllegalArgumentException("not a JSON object (%s)".formatted(e.getMessage()), e);
    }
    return GSON.fromJson(line, JsonElement.class);
  }

  private static String firstLine(Exception cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
