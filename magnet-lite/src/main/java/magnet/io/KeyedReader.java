package magnet.io;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads one section of a recipe, or one object of a JSON file, name by name. What is asked for is
 * valid: {@link #end} refuses every other name. All errors name the place, the value and what was
 * expected.
 *
 * <p>JSON's null counts as absent, though {@link #contains} tells the two apart ({@code
 * "sliding_window": null} switches a window off, no such name leaves the family's default); in YAML
 * a name without a value is refused.
 */
public final class KeyedReader {

  private final Tree.Section settings;
  private final String name;
  private final TextMeaning meaning;
  private final TreeSet<String> valid = new TreeSet<>();
  private final Map<String, Path> paths = new LinkedHashMap<>();

  /** A section of which nothing was read yet; messages call a whole file by an empty name. */
  public KeyedReader(Tree.Section settings, String name, TextMeaning meaning) {
    this.settings = settings;
    this.name = name;
    this.meaning = meaning;
  }

  /**
   * Reads a file that holds one JSON object, in UTF-8.
   *
   * @throws IllegalArgumentException if it is absent or not a JSON object
   * @throws UncheckedIOException if it cannot be read
   */
  public static KeyedReader json(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          ("%s is missing in %s, expected a folder as transformers saves models and peft saves"
                  + " adapters; name such a folder.")
              .formatted(file.getFileName(), file.toAbsolutePath().getParent()));
    }
    return json(StrictJson.read(file), file.toString());
  }

  /**
   * Reads a text that holds one JSON object; messages name its source.
   *
   * @throws IllegalArgumentException if it is not a JSON object
   */
  public static KeyedReader json(String text, String source) {
    if (StrictJson.tree(text, source) instanceof Tree.Section object) {
      return of(object);
    }
    throw new IllegalArgumentException(
        source + " is not one JSON object {…}; restore the file as it was published.");
  }

  /**
   * A section as it is, without variables.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static KeyedReader of(Tree tree) {
    return new NamedTree("this", tree, (text, place) -> text).section("");
  }

  /** What was read, for messages: a file. */
  public String source() {
    return settings.place().source();
  }

  /** The names in the order of the file. */
  public Set<String> keys() {
    return settings.settings().keySet();
  }

  /** Whether a name is there, even as JSON's null; it is valid from now on. */
  public boolean contains(String key) {
    valid.add(key);
    return settings.settings().containsKey(key);
  }

  /** Whether a name is there and not JSON's null; it is valid from now on. */
  public boolean has(String key) {
    return setting(key).isPresent();
  }

  /** Whether a text is at a name. */
  public boolean isText(String key) {
    return setting(key).filter(each -> each instanceof Tree.Value v && v.isText()).isPresent();
  }

  /** Whether a section is at a name. */
  public boolean isSection(String key) {
    return setting(key).filter(Tree.Section.class::isInstance).isPresent();
  }

  /** Whether nothing is at a name: it is absent, null, or an empty list or section. */
  public boolean isEmpty(String key) {
    Tree found = setting(key).orElse(null);
    return found == null
        || found instanceof Tree.Section inner && inner.settings().isEmpty()
        || found instanceof Tree.Items list && list.items().isEmpty();
  }

  /** What is at a name. */
  public Optional<Tree> setting(String key) {
    Tree found = contains(key) ? settings.settings().get(key) : null;
    boolean isNull = found instanceof Tree.Value v && v.typed() && v.isNothing();
    return Optional.ofNullable(isNull ? null : found);
  }

  private Optional<NamedTree> at(String key) {
    return setting(key).map(found -> new NamedTree(called(key), found, meaning));
  }

  /** What is read of each at a name: of a list, or of one alone. */
  private <T> Optional<List<T>> all(String key, Function<NamedTree, T> read) {
    return at(key).map(found -> found.items().map(read).toList());
  }

  /** A text, if the key is there. */
  public Optional<String> text(String key) {
    return at(key).map(NamedTree::text);
  }

  /** A required text. */
  public String neededText(String key) {
    return neededText(key, "a text");
  }

  /** The same, where messages tell what is expected. */
  public String neededText(String key, String expected) {
    return text(key).orElseThrow(() -> missing(key, expected));
  }

  /** A whole number, if the key is there. */
  public Optional<Integer> whole(String key) {
    return whole(key, Integer.MIN_VALUE);
  }

  /** A whole number of at least a least one, if the key is there. */
  public Optional<Integer> whole(String key, int least) {
    return at(key).map(found -> found.whole(least));
  }

  /** A required whole number. */
  public int neededWhole(String key) {
    return whole(key).orElseThrow(() -> missing(key, "a whole number"));
  }

  /** A number of bytes, if the key is there. */
  public Optional<Long> bytes(String key) {
    return at(key).map(found -> found.whole(0, Long.MAX_VALUE));
  }

  /** Whole numbers: a list, or one alone; none if the key is absent. */
  public List<Integer> wholes(String key) {
    return wholes(key, Integer.MIN_VALUE);
  }

  /** Whole numbers of at least a least one: a list, or one alone; none if the key is absent. */
  public List<Integer> wholes(String key, int least) {
    return all(key, item -> item.whole(least)).orElse(List.of());
  }

  /** A number, if the key is there. */
  public Optional<Double> number(String key) {
    return number(key, Range.any());
  }

  /** A number in a range, if the key is there. */
  public Optional<Double> number(String key, Range range) {
    return at(key).map(found -> found.number(range));
  }

  /** A required number. */
  public double neededNumber(String key) {
    return number(key).orElseThrow(() -> missing(key, "a number"));
  }

  /** True or false, if the key is there. */
  public Optional<Boolean> flag(String key) {
    return at(key).map(NamedTree::flag);
  }

  /** One of several words. */
  public <T> Optional<T> choice(String key, Map<String, T> choices) {
    return at(key).map(found -> found.choice(choices));
  }

  /** Some of several words: a list, or one alone. */
  public <T> Optional<List<T>> choices(String key, Map<String, T> choices) {
    return all(key, item -> item.choice(choices));
  }

  /** One of several words, required. */
  public <T> T neededChoice(String key, Map<String, T> choices) {
    return choice(key, choices)
        .orElseThrow(() -> missing(key, String.join(" or ", new TreeSet<>(choices.keySet()))));
  }

  /** A file or folder, which must be readable. */
  public Optional<Path> path(String key) {
    Optional<Path> path = at(key).map(NamedTree::path);
    path.ifPresent(found -> paths.put(key, found));
    return path;
  }

  /** A required path. */
  public Path neededPath(String key, String expected) {
    return path(key).orElseThrow(() -> missing(key, expected));
  }

  /** Seeds: a list of whole numbers of at least 0, or one alone. */
  public Optional<List<Long>> seeds(String key) {
    return all(key, item -> item.whole(0, Long.MAX_VALUE));
  }

  /** Texts: a list, or one alone. */
  public Optional<List<String>> texts(String key) {
    return all(key, NamedTree::text);
  }

  /** A section inside this one. */
  public Optional<KeyedReader> section(String key) {
    return at(key).map(NamedTree::section);
  }

  /** A section inside this one; where it is absent, one that says nothing. */
  public KeyedReader sectionOrEmpty(String key) {
    return section(key)
        .orElseGet(() -> new KeyedReader(Tree.Section.empty(place(key)), called(key), meaning));
  }

  /** A required section inside this one. */
  public KeyedReader neededSection(String key) {
    return neededSection(key, "a section with names");
  }

  /** The same, where messages tell what is expected. */
  public KeyedReader neededSection(String key, String expected) {
    return section(key).orElseThrow(() -> missing(key, expected));
  }

  /** A required list of sections. */
  public List<KeyedReader> neededSections(String key) {
    return all(key, NamedTree::section).orElseThrow(() -> missing(key, "a list of sections"));
  }

  /** A section inside this one; one value alone is short for a section with this plain name. */
  public Optional<KeyedReader> sectionOrValue(String key, String plain) {
    return at(key).map(found -> found.sectionOrValue(plain));
  }

  /** Several of these: a list, or one alone; none if the name is absent. */
  public List<KeyedReader> sectionsOrValues(String key, String plain) {
    return all(key, item -> item.sectionOrValue(plain)).orElse(List.of());
  }

  /** A section of sections named by the user, in order. */
  public Map<String, KeyedReader> named(String key) {
    return named(key, (all, own) -> all.section(own).orElseThrow());
  }

  /** The names in a section named by the user, each with a number. */
  public Map<String, Double> numbers(String key, Range range) {
    return named(key, (all, own) -> all.number(own, range).orElseThrow());
  }

  private <T> Map<String, T> named(String key, BiFunction<KeyedReader, String, T> read) {
    Map<String, T> found = new LinkedHashMap<>();
    KeyedReader all = sectionOrEmpty(key);
    all.keys().forEach(own -> found.put(own, read.apply(all, own)));
    return found;
  }

  /** All settings of this section as they are. */
  public Tree.Section all() {
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
    return YamlText.line(settings, value -> meaning.in(value.text(), value.place()), all);
  }

  /** What was read and is there, on one line, as it was written. */
  public String askedLine() {
    Set<String> others = new TreeSet<>(settings.settings().keySet());
    others.removeAll(valid);
    return YamlText.line(settings, Tree.Value::text, others);
  }

  /** These settings, none of them read yet. */
  public KeyedReader afresh(Tree.Section changed) {
    return new KeyedReader(changed, name, meaning);
  }

  /** Where paths begin. */
  public Path from() {
    return meaning.from();
  }

  /** Where a name is, or the section if it is absent. */
  public SourceLocation place(String key) {
    return settings.places().getOrDefault(key, settings.place());
  }

  /** Where this section is. */
  public SourceLocation place() {
    return settings.place();
  }

  /** The error for what is at a name. */
  public IllegalArgumentException refusal(String key, String reason) {
    return place(key).refusal(called(key) + " " + reason);
  }

  /** The error for a value that is not as it must be; what is expected, and the remedy. */
  public IllegalArgumentException unexpected(String key, String expected) {
    return at(key).map(found -> found.unexpected(expected)).orElseGet(() -> missing(key, expected));
  }

  /** The error for a required name that is absent, or JSON's null. */
  public IllegalArgumentException missing(String key, String expected) {
    return contains(key)
        ? refusal(key, "is null, expected " + expected)
        : settings
            .place()
            .refusal(
                "%s no \"%s\", expected %s"
                    .formatted(name.isEmpty() ? "there is" : name + " has", key, expected));
  }

  /** What is valid here is so in another section, which was merged over this one. */
  public void validAlsoIn(KeyedReader other) {
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

  private String called(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }
}
