package magnet.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Settings as YAML again: the settings of a run, and what its keys are made of. */
public final class YamlText {

  private YamlText() {}

  /**
   * A whole recipe with the changes of the command line in place; its variables are as they were
   * written, so that it says nothing about the machine.
   */
  public static String yaml(Tree.Section settings) {
    StringBuilder text = new StringBuilder();
    names(text, settings, "");
    return text.toString();
  }

  private static void names(StringBuilder text, Tree.Section section, String indent) {
    section
        .settings()
        .forEach(
            (name, each) -> {
              text.append(indent).append(quoted(name)).append(':');
              if (each instanceof Tree.Section inner && !isOnOneLine(inner)) {
                text.append('\n');
                names(text, inner, indent + "  ");
              } else {
                text.append(' ').append(line(each, Tree.Value::text, Set.of())).append('\n');
              }
            });
  }

  private static boolean isOnOneLine(Tree.Section section) {
    return section.settings().values().stream().allMatch(Tree.Value.class::isInstance);
  }

  /**
   * One setting on one line.
   *
   * @param said what a value is written as, such as with its variables replaced
   * @param without names of a section that are left out
   */
  static String line(Tree setting, Function<Tree.Value, String> said, Set<String> without) {
    List<String> parts = new ArrayList<>();
    if (setting instanceof Tree.Section section) {
      for (Map.Entry<String, Tree> each : section.settings().entrySet()) {
        if (!without.contains(each.getKey())) {
          parts.add(quoted(each.getKey()) + ": " + line(each.getValue(), said, Set.of()));
        }
      }
      return "{" + String.join(", ", parts) + "}";
    }
    if (setting instanceof Tree.Items list) {
      list.items().forEach(each -> parts.add(line(each, said, Set.of())));
      return "[" + String.join(", ", parts) + "]";
    }
    Tree.Value value = (Tree.Value) setting;
    String text = said.apply(value);
    return value.quoted() ? always(text) : quoted(text);
  }

  private static String quoted(String text) {
    return text.matches("[\\w./~+-][\\w./~ +-]*") && text.equals(text.strip())
        ? text
        : always(text);
  }

  private static String always(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + '"';
  }
}
