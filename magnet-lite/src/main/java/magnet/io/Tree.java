package magnet.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a file of JSON or YAML says: plain values, lists, and sections with names. Each knows its
 * place. {@link KeyedReader} reads sections.
 */
public sealed interface Tree {

  /** Where it is. */
  SourceLocation place();

  /**
   * A plain value.
   *
   * @param text as it was written, without quotes
   * @param quoted whether it had quotes, so that it is a text in any case
   * @param typed whether its language tells texts from numbers, as JSON does; in YAML the reader
   *     decides what a value means
   */
  record Value(SourceLocation place, String text, boolean quoted, boolean typed) implements Tree {

    /** Whether it says nothing: an empty value, {@code null} or {@code ~}. */
    public boolean isNothing() {
      return !quoted && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }

    /** Whether it may be read as a text. */
    public boolean isText() {
      return quoted || !typed;
    }

    @Override
    public String toString() {
      return !quoted && (typed || text.matches("[+-]?[0-9][0-9_.eE+-]*")) ? text : '"' + text + '"';
    }
  }

  /** Several of these in order. */
  record Items(SourceLocation place, List<Tree> items) implements Tree {

    /** Copies the list. */
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.stream().map(Tree::toString).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /**
   * A section, or an object of JSON: by name, in the order in which it was written.
   *
   * @param places where each name is
   */
  record Section(
      SourceLocation place, Map<String, Tree> settings, Map<String, SourceLocation> places)
      implements Tree {

    /** Keeps the order of the maps. */
    public Section {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
      places = Map.copyOf(places);
    }

    /** A section that says nothing. */
    public static Section empty(SourceLocation place) {
      return new Section(place, Map.of(), Map.of());
    }

    /** A copy with one setting changed or added; without it where it is null. */
    public Section with(String name, SourceLocation where, Tree setting) {
      Map<String, Tree> changed = new LinkedHashMap<>(settings);
      Map<String, SourceLocation> moved = new LinkedHashMap<>(places);
      if (setting == null) {
        changed.remove(name);
        moved.remove(name);
      } else {
        changed.put(name, setting);
        moved.put(name, where);
      }
      return new Section(place, changed, moved);
    }

    /**
     * This section with another merged over it: sections are merged name by name, everything else
     * is replaced, and what the other sets to null is left out.
     *
     * @param whole names whose settings are replaced as a whole, also where both are sections
     */
    public Section overlaid(Section other, List<String> whole) {
      Section joined = this;
      for (Map.Entry<String, Tree> each : other.settings().entrySet()) {
        String name = each.getKey();
        Tree setting = each.getValue();
        if (setting instanceof Value value && value.isNothing()) {
          setting = null;
        } else if (!whole.contains(name)
            && setting instanceof Section over
            && settings.get(name) instanceof Section under) {
          setting = under.overlaid(over, whole);
        }
        joined = joined.with(name, other.places().get(name), setting);
      }
      return joined;
    }

    @Override
    public String toString() {
      return settings.entrySet().stream()
          .map(each -> '"' + each.getKey() + "\":" + each.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }
  }
}
