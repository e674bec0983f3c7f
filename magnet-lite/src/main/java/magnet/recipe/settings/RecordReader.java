package magnet.recipe.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import magnet.io.KeyedReader;

/**
 * Makes a record of a section: its components are the settings, and {@code keepShare} is read as
 * {@code keep-share}. This is how a recipe names what users wrote themselves: by its class.
 */
public final class RecordReader {

  private static final Map<Class<?>, BiFunction<KeyedReader, String, Optional<?>>> READERS =
      Map.of(
          double.class, KeyedReader::number,
          int.class, KeyedReader::whole,
          boolean.class, KeyedReader::flag,
          String.class, KeyedReader::text,
          Path.class, KeyedReader::path,
          List.class, KeyedReader::texts);

  private final KeyedReader section;

  /** A reader of a section. */
  public RecordReader(KeyedReader section) {
    this.section = section;
  }

  /**
   * The record that "class" names, which must implement an interface.
   *
   * @throws IllegalArgumentException if it is something else, or cannot be loaded
   */
  public <T> Class<? extends T> type(Class<T> kind) {
    String name = section.neededText("class", "the name of a class");
    try {
      Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
      if (!kind.isAssignableFrom(type)
          || !type.isRecord()
          || !Modifier.isPublic(type.getModifiers())) {
        throw section.refusal(
            "class",
            "is %s, expected a public record that implements %s".formatted(name, kind.getName()));
      }
      return type.asSubclass(kind);
    } catch (ClassNotFoundException | LinkageError e) {
      throw section.refusal(
          "class",
          "is %s, which cannot be loaded (%s); put it on the class path beside magnet-lite"
              .formatted(name, e));
    }
  }

  /** What the section says about a component, if anything. */
  public Optional<?> value(RecordComponent component) {
    String key = key(component);
    Class<?> type = component.getType();
    if (READERS.containsKey(type)) {
      return READERS.get(type).apply(section, key);
    }
    if (type.isEnum()) {
      Map<String, Object> words = new LinkedHashMap<>();
      for (Object constant : type.getEnumConstants()) {
        words.put(constant.toString().toLowerCase(Locale.ROOT), constant);
      }
      return section.choice(key, words);
    }
    throw section.refusal(
        key,
        "is a %s, which a recipe cannot give; make it a number, a text or several, a path, true or"
                .formatted(type.getSimpleName())
            + " false, or an enum");
  }

  /** The same, required. */
  public Object needed(RecordComponent component) {
    return value(component)
        .orElseThrow(() -> section.missing(key(component), "a value for " + component.getName()));
  }

  /** The setting of a component. */
  static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * Makes the record of values for its components, in their order.
   *
   * @throws IllegalArgumentException if it refuses them
   */
  public <T> T made(Class<? extends T> type, List<Object> values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          section.place() + ": " + e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw section.refusal("class", "cannot be made: " + e);
    }
  }
}
