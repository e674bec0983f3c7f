package magnet.recipe.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a recipe says, as a tree: plain values, lists and sections. Each knows its place. */
public sealed interface Setting {

  /** Where it is. */
  SettingLocation place();

  /**
   * A plain value; its reader decides what it means.
   *
   * @param text as it was written, without quotes
   * @param quoted whether it had quotes, so that it is a text in any case
   */
  record Value(SettingLocation place, String text, boolean quoted) implements Setting {

    /** Whether it says nothing: an empty value, {@code null} or {@code ~}. */
    boolean isNothing() {
      return !quoted && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }
  }

  /** Several settings in order. */
  record Items(SettingLocation place, List<Setting> items) implements Setting {

    /** Copies the list. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * A section: settings by name, in the order in which they were written.
   *
   * @param places where each name is
   */
  record Keyed(
      SettingLocation place, Map<String, Setting> settings, Map<String, SettingLocation> places)
      implements Setting {

    /** Keeps the order of the maps. */
    public Keyed {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
      places = Map.copyOf(places);
    }

    /** A section that says nothing. */
    static Keyed empty(SettingLocation place) {
      return new Keyed(place, Map.of(), Map.of());
    }

    /** A copy with one setting changed or added; without it where it is null. */
    Keyed with(String name, SettingLocation where, Setting setting) {
      Map<String, Setting> changed = new LinkedHashMap<>(settings);
      Map<String, SettingLocation> moved = new LinkedHashMap<>(places);
      if (setting == null) {
        changed.remove(name);
        moved.remove(name);
      } else {
        changed.put(name, setting);
        moved.put(name, where);
      }
      return new Keyed(place, changed, moved);
    }

    /**
     * This section with another merged over it: sections are merged name by name, everything else
     * is replaced, and what the other sets to null is left out.
     *
     * @param whole names whose settings are replaced as a whole, also where both are sections
     */
    public Keyed overlaid(Keyed other, List<String> whole) {
      Keyed joined = this;
      for (Map.Entry<String, Setting> each : other.settings().entrySet()) {
        String name = each.getKey();
        Setting setting = each.getValue();
        if (setting instanceof Value value && value.isNothing()) {
          setting = null;
        } else if (!whole.contains(name)
            && setting instanceof Keyed over
            && settings.get(name) instanceof Keyed under) {
          setting = under.overlaid(over, whole);
        }
        joined = joined.with(name, other.places().get(name), setting);
      }
      return joined;
    }
  }
}
