package magnet.io;

import java.util.List;

/** Required arguments: null is refused at the entrance, by the name of the argument. */
public final class NotNull {

  private NotNull() {}

  /** The value, which must not be null. */
  public static <T> T of(T value, String name) {
    if (value == null) {
      throw refused(name);
    }
    return value;
  }

  /** A copy of a list that must not be null, nor one of its elements. */
  public static <T> List<T> elements(List<T> values, String name) {
    for (int i = 0; i < of(values, name).size(); i++) {
      if (values.get(i) == null) {
        throw refused("element " + i + " (counted from 0) of " + name);
      }
    }
    return List.copyOf(values);
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(what + " is null, expected a value; give one.");
  }
}
