package magnet.recipe.settings;

import java.util.List;
import magnet.io.SourceLocation;
import magnet.io.Tree;
import magnet.io.YamlTree;

/**
 * A setting on the command line, which overrides the recipe's: {@code
 * optimiser.learning-rate=1e-3}.
 *
 * @param path the names that lead to it, outermost first
 * @param setting what it becomes; null to leave it out
 */
public record SettingOverride(List<String> path, Tree setting, SourceLocation place) {

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
    SourceLocation place = SourceLocation.commandLine(text);
    List<String> path = List.of(text.substring(0, equals).strip().split("\\.", -1));
    if (path.stream().anyMatch(String::isBlank)) {
      throw place.refusal("a name between two dots is empty; write section.name=value");
    }
    Tree setting = YamlTree.value(text.substring(equals + 1), place);
    boolean out = setting instanceof Tree.Value value && value.isNothing();
    return new SettingOverride(path, out ? null : setting, place);
  }

  /** The settings with this change. */
  public Tree.Section applied(Tree.Section settings) {
    return applied(settings, path);
  }

  private Tree.Section applied(Tree.Section settings, List<String> rest) {
    String name = rest.get(0);
    if (rest.size() == 1) {
      return settings.with(name, place, setting);
    }
    Tree under = settings.settings().get(name);
    if (under instanceof Tree.Items || under instanceof Tree.Value value && !value.isNothing()) {
      throw place.refusal(
          "\"%s\" is not a section in the recipe (%s), so nothing in it can be changed; set it as a"
                  .formatted(name, under.place())
              + " whole");
    }
    Tree.Section inner =
        under instanceof Tree.Section section ? section : Tree.Section.empty(place);
    return settings.with(
        name,
        settings.places().getOrDefault(name, place),
        applied(inner, rest.subList(1, rest.size())));
  }
}
