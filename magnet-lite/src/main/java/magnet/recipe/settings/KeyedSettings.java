package magnet.recipe.settings;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads one section of a recipe, name by name. What is asked for is valid: {@link #end} refuses
 * every other name. All errors name the place, the value and what was expected.
 */
public final class KeyedSettings {

  private final Setting.Keyed settings;
  private final String name;
  private final Variables variables;
  private final TreeSet<String> valid = new TreeSet<>();
  private final Map<String, Path> paths = new LinkedHashMap<>();

  /**
   * A section of which nothing was read yet.
   *
   * @param settings what it says
   * @param name what messages call it; empty for a whole recipe
   * @param variables the values of {@code ${NAME}}
   */
  public KeyedSettings(Setting.Keyed settings, String name, Variables variables) {
    this.settings = settings;
    this.name = name;
    this.variables = variables;
  }

  /** Whether a name is there; it is valid from now on. */
  public boolean has(String key) {
    valid.add(key);
    return settings.settings().containsKey(key);
  }

  /** What is at a name. */
  public Optional<Setting> setting(String key) {
    return has(key) ? Optional.of(settings.settings().get(key)) : Optional.empty();
  }

  /** A text, if the key is there. */
  public Optional<String> text(String key) {
    return setting(key).map(each -> text(key, each));
  }

  /** A required text. */
  String needed(String key, String expected) {
    return text(key).orElseThrow(() -> missing(key, expected));
  }

  /** A whole number of at least a least one, if the key is there. */
  public Optional<Integer> whole(String key, int least) {
    return setting(key)
        .map(each -> (int) wholeNumber(key, each, Range.atLeast(least), Integer.MAX_VALUE));
  }

  /** A number in a range, if the key is there. */
  public Optional<Double> number(String key, Range range) {
    return setting(key).map(each -> number(key, each, range));
  }

  /** True or false, if the key is there. */
  public Optional<Boolean> flag(String key) {
    return choice(key, Map.of("true", true, "false", false));
  }

  /** One of several words. */
  public <T> Optional<T> choice(String key, Map<String, T> choices) {
    return setting(key).map(each -> chosen(key, each, choices));
  }

  private <T> T chosen(String key, Setting setting, Map<String, T> choices) {
    String word = text(key, setting);
    if (!choices.containsKey(word)) {
      throw refusal(
          setting,
          "%s is \"%s\", expected %s"
              .formatted(called(key), word, String.join(" or ", new TreeSet<>(choices.keySet()))));
    }
    return choices.get(word);
  }

  /** Some of several words: a list, or one alone. */
  public <T> Optional<List<T>> choices(String key, Map<String, T> choices) {
    return setting(key)
        .map(each -> items(each).stream().map(item -> chosen(key, item, choices)).toList());
  }

  /** One of several words, required. */
  public <T> T neededChoice(String key, Map<String, T> choices) {
    return choice(key, choices)
        .orElseThrow(() -> missing(key, String.join(" or ", new TreeSet<>(choices.keySet()))));
  }

  /** A file or folder, which must be readable. */
  Optional<Path> path(String key) {
    return setting(key).map(each -> path(key, each, text(key, each)));
  }

  /** A required path. */
  public Path neededPath(String key, String expected) {
    return path(key).orElseThrow(() -> missing(key, expected));
  }

  /** Whole numbers: a list, or one alone. */
  public Optional<List<Long>> wholes(String key) {
    return setting(key)
        .map(
            each ->
                items(each).stream()
                    .map(item -> wholeNumber(key, item, Range.atLeast(0), Long.MAX_VALUE))
                    .toList());
  }

  /** Texts: a list, or one alone. */
  public Optional<List<String>> texts(String key) {
    return setting(key).map(each -> items(each).stream().map(item -> text(key, item)).toList());
  }

  private static List<Setting> items(Setting setting) {
    return setting instanceof Setting.Items list ? list.items() : List.of(setting);
  }

  /** A section inside this one. */
  public Optional<KeyedSettings> section(String key) {
    return setting(key).map(each -> inner(key, each));
  }

  /**
   * A section inside this one, or one value alone, which is short for a section that says nothing
   * else.
   *
   * @param plain the name in that section whose value it is
   */
  Optional<KeyedSettings> sectionOrValue(String key, String plain) {
    return setting(key).map(each -> sectionOrValue(key, each, plain));
  }

  /** Several of these: a list, or one alone; none if the name is absent. */
  public List<KeyedSettings> sectionsOrValues(String key, String plain) {
    return setting(key).stream()
        .flatMap(each -> items(each).stream())
        .map(item -> sectionOrValue(key, item, plain))
        .toList();
  }

  private KeyedSettings sectionOrValue(String key, Setting setting, String plain) {
    return inner(
        key,
        setting instanceof Setting.Value value && !value.isNothing()
            ? Setting.Keyed.empty(setting.place()).with(plain, setting.place(), setting)
            : setting);
  }

  /** A section of sections named by the user, in order. */
  public Map<String, KeyedSettings> named(String key) {
    Map<String, KeyedSettings> found = new LinkedHashMap<>();
    setting(key)
        .map(each -> keyed(key, each))
        .ifPresent(
            all ->
                all.settings()
                    .forEach((own, each) -> found.put(own, inner(key + "." + own, each))));
    return found;
  }

  /** The names in a section named by the user, each with a number. */
  public Map<String, Double> numbers(String key, Range range) {
    Map<String, Double> found = new LinkedHashMap<>();
    setting(key)
        .map(each -> keyed(key, each))
        .ifPresent(
            all ->
                all.settings()
                    .forEach((own, each) -> found.put(own, number(key + "." + own, each, range))));
    return found;
  }

  /** All settings of this section as they are. */
  public Setting.Keyed all() {
    return settings;
  }

  /** The files and folders that were asked for. */
  public List<Path> paths() {
    return List.copyOf(paths.values());
  }

  /** This section on one line, its variables replaced, without its paths and some other names. */
  public String line(Set<String> without) {
    Set<String> all = new TreeSet<>(without);
    all.addAll(paths.keySet());
    return SettingsText.line(settings, value -> variables.in(value.text(), value.place()), all);
  }

  /** What was read and is there, on one line, as it was written. */
  String askedLine() {
    Set<String> others = new TreeSet<>(settings.settings().keySet());
    others.removeAll(valid);
    return SettingsText.line(settings, Setting.Value::text, others);
  }

  /** These settings, none of them read yet. */
  public KeyedSettings afresh(Setting.Keyed changed) {
    return new KeyedSettings(changed, name, variables);
  }

  /** Where a name is, or the section if it is absent. */
  public SettingLocation place(String key) {
    return settings.places().getOrDefault(key, settings.place());
  }

  /**
   * Makes something from values that were read; its errors are reported with the place of a name.
   *
   * @param key the name that is to blame
   */
  public <T> T made(String key, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IllegalArgumentException(place(key) + ": " + e.getMessage(), e);
    }
  }

  /** The error for what is at a name. */
  public IllegalArgumentException refusal(String key, String reason) {
    return place(key).refusal(called(key) + " " + reason);
  }

  /** The error for a required name that is absent. */
  public IllegalArgumentException missing(String key, String expected) {
    return settings
        .place()
        .refusal(
            "%s has no \"%s\", expected %s"
                .formatted(name.isEmpty() ? "the recipe" : name, key, expected));
  }

  /**
   * The names that are valid here are also valid in another section, which was merged over this
   * one.
   */
  public void validAlsoIn(KeyedSettings other) {
    other.valid.addAll(valid);
  }

  /**
   * Ends the reading of this section.
   *
   * @throws IllegalArgumentException if there is a name that nothing asked for
   */
  public void end() {
    for (String key : settings.settings().keySet()) {
      if (!valid.contains(key)) {
        throw place(key)
            .refusal(
                "\"%s\" is not a setting of %s; valid are: %s"
                    .formatted(
                        key,
                        name.isEmpty() ? "a recipe" : name,
                        valid.isEmpty() ? "none" : String.join(", ", valid)));
      }
    }
  }

  private KeyedSettings inner(String key, Setting setting) {
    return new KeyedSettings(keyed(key, setting), called(key), variables);
  }

  private Setting.Keyed keyed(String key, Setting setting) {
    if (setting instanceof Setting.Keyed section) {
      return section;
    }
    if (setting instanceof Setting.Value value && value.isNothing()) {
      return Setting.Keyed.empty(setting.place());
    }
    throw refusal(
        setting, "%s is %s, expected a section with names".formatted(called(key), shown(setting)));
  }

  private String text(String key, Setting setting) {
    if (setting instanceof Setting.Value value && !value.isNothing()) {
      return variables.in(value.text(), value.place());
    }
    String what =
        setting instanceof Setting.Value
            ? "has no value"
            : "is " + shown(setting) + ", expected one value";
    throw refusal(setting, called(key) + " " + what + "; give one, or leave the name out");
  }

  private double number(String key, Setting setting, Range range) {
    String text = text(key, setting);
    double number = Double.NaN;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // not a number: refused below, with what was expected
    }
    if (!Double.isFinite(number) || !range.holds(number)) {
      throw refusal(setting, "%s is %s, expected a number %s".formatted(called(key), text, range));
    }
    return number;
  }

  private long wholeNumber(String key, Setting setting, Range range, long most) {
    String text = text(key, setting).replace("_", "");
    if (text.matches("[+-]?\\d{1,18}")) {
      long number = Long.parseLong(text);
      if (range.holds(number) && number <= most) {
        return number;
      }
    }
    throw refusal(
        setting, "%s is %s, expected a whole number %s".formatted(called(key), text, range));
  }

  private Path path(String key, Setting setting, String text) {
    try {
      Path path = Path.of(text);
      if (!Files.exists(path)) {
        throw refusal(
            setting,
            "%s is %s, which does not exist (looked for it from %s)"
                .formatted(called(key), text, Path.of("").toAbsolutePath()));
      }
      if (!Files.isReadable(path)) {
        throw refusal(
            setting, "%s is %s, which this user may not read".formatted(called(key), text));
      }
      paths.put(key, path);
      return path;
    } catch (InvalidPathException e) {
      throw refusal(
          setting,
          "%s is \"%s\", which is not a path: %s".formatted(called(key), text, e.getReason()));
    }
  }

  private String called(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  private static IllegalArgumentException refusal(Setting setting, String reason) {
    return setting.place().refusal(reason);
  }

  private static String shown(Setting setting) {
    if (setting instanceof Setting.Value value) {
      return "\"" + value.text() + "\"";
    }
    return setting instanceof Setting.Items ? "a list" : "a section";
  }
}
