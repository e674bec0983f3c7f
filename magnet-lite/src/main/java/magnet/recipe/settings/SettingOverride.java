package magnet.recipe.settings;

import java.util.List;

/**
 * A setting on the command line, which overrides the recipe's: {@code
 * optimiser.learning-rate=1e-3}.
 *
 * @param path the names that lead to it, outermost first
 * @param setting what it becomes; null to leave it out
 * @param place for messages
 */
public record SettingOverride(List<String> path, Setting setting, SettingLocation place) {

  /**
   * Reads {@code path=value}: the path's names have dots between, the value is YAML, and null
   * leaves the setting out.
   *
   * @throws IllegalArgumentException if it is of another form
   */
  public static SettingOverride of(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "\"%s\" is not a change of a setting; write name=value, as in steps=100 or"
                  .formatted(text)
              + " optimiser.learning-rate=1e-3.");
    }
    SettingLocation place = SettingLocation.commandLine(text);
    List<String> path = List.of(text.substring(0, equals).strip().split("\\.", -1));
    if (path.stream().anyMatch(String::isBlank)) {
      throw place.refusal("a name between two dots is empty; write section.name=value");
    }
    Setting setting = SettingsReader.value(text.substring(equals + 1), place);
    boolean out = setting instanceof Setting.Value value && value.isNothing();
    return new SettingOverride(path, out ? null : setting, place);
  }

  /** The settings with this change. */
  public Setting.Keyed applied(Setting.Keyed settings) {
    return applied(settings, path);
  }

  private Setting.Keyed applied(Setting.Keyed settings, List<String> rest) {
    String name = rest.get(0);
    if (rest.size() == 1) {
      return settings.with(name, place, setting);
    }
    Setting under = settings.settings().get(name);
    if (under instanceof Setting.Items
        || under instanceof Setting.Value value && !value.isNothing()) {
      throw place.refusal(
          "\"%s\" is not a section in the recipe (%s), so nothing in it can be changed; set it as a"
                  .formatted(name, under.place())
              + " whole");
    }
    Setting.Keyed inner =
        under instanceof Setting.Keyed section ? section : Setting.Keyed.empty(place);
    return settings.with(
        name,
        settings.places().getOrDefault(name, place),
        applied(inner, rest.subList(1, rest.size())));
  }
}
