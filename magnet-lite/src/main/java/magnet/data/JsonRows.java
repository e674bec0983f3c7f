package magnet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import magnet.io.KeyedReader;
import magnet.io.StrictJson;
import magnet.io.Tree;

/**
 * The objects of a JSON file: one per line, or the elements of an array. Whatever is wrong with a
 * field is thrown as an IllegalArgumentException that names it.
 */
public final class JsonRows {

  private JsonRows() {}

  /** What the function makes of the object on each line that is not blank. */
  public static <T> List<T> lines(TextFile file, BadRows bad, Function<KeyedReader, T> function) {
    return file.rows(bad, line -> function.apply(row(line)));
  }

  /**
   * What the function makes of each object of the array that the file is, or that a field of the
   * object has that the file is.
   *
   * @param field the field's name, or null where the file is an array
   * @throws IllegalArgumentException if the file is not JSON of this form, which is not a bad row
   */
  public static <T> List<T> array(
      TextFile file, String field, BadRows bad, Function<KeyedReader, T> function) {
    Tree array;
    try {
      array = StrictJson.tree(file.text());
    } catch (StrictJson.Fault e) {
      throw notOfForm(file, e.line(), field, e.getMessage());
    }
    if (field != null && array instanceof Tree.Section object) {
      array = object.settings().get(field);
      if (array == null) {
        throw notOfForm(file, 1, field, "there is no field \"" + field + "\"");
      }
    }
    if (!(array instanceof Tree.Items rows)) {
      throw notOfForm(file, array.place().line(), field, "something else is here");
    }
    List<T> values = new ArrayList<>();
    for (Tree each : rows.items()) {
      bad.addTo(values, file.path(), each.place().line(), () -> function.apply(object(each)));
    }
    return values;
  }

  /** One row, of which nothing was read yet. */
  public static KeyedReader row(String json) {
    try {
      return object(StrictJson.tree(json));
    } catch (StrictJson.Fault e) {
      throw new IllegalArgumentException("not a JSON object (%s)".formatted(e.getMessage()), e);
    }
  }

  private static KeyedReader object(Tree row) {
    if (row instanceof Tree.Section object) {
      return KeyedReader.of(object);
    }
    throw new IllegalArgumentException("not a JSON object such as {\"input\": \"...\"}");
  }

  private static IllegalArgumentException notOfForm(
      TextFile file, long line, String field, String reason) {
    String form = field == null ? "an array" : "an object with an array \"" + field + "\"";
    return Refusal.of(file.path(), line, "the file is not %s (%s)".formatted(form, reason));
  }
}
