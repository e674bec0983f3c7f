package magnet.io;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * YAML 1.2 as a tree of settings. It becomes texts, lists and sections only; anchors and aliases
 * work, other tags are refused.
 */
public final class YamlTree {

  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

  /** Aliases of aliases can make a small file huge; no recipe is. */
  private static final int MOST_SETTINGS = 20_000;

  /** Recipes need five; aliases can nest without an indent, and in themselves. */
  private static final int DEEPEST = 50;

  private final SourceLocation start;
  private int settings;

  private YamlTree(SourceLocation start) {
    this.start = start;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is not YAML, or not a section; with its line
   * @throws UncheckedIOException if it cannot be read
   */
  public static Tree.Section file(Path file) {
    String text = AtomicFile.read(file).replaceFirst("^\ufeff", ""); // a byte order mark
    SourceLocation place = new SourceLocation(file.toString(), 1);
    Tree read = new YamlTree(place).read(text);
    if (read instanceof Tree.Section section) {
      return section;
    }
    throw place.refusal("a recipe begins with names and values, such as \"model: pocket\"");
  }

  /** Reads a value of the command line: a plain one, {@code [1, 2]} or {@code {name: value}}. */
  public static Tree value(String text, SourceLocation place) {
    return new YamlTree(place).read(text);
  }

  /** Refuses brackets or indents that are nested deeper than the text's reader can follow. */
  private void requireNotTooDeep(String text) {
    int depth = 0;
    try {
      for (Event each : new Parse(LoadSettings.builder().build()).parseString(text)) {
        boolean begins = each instanceof CollectionStartEvent;
        depth += begins ? 1 : each instanceof CollectionEndEvent ? -1 : 0;
        if (depth > DEEPEST) {
          throw tooDeep(start);
        }
      }
    } catch (YamlEngineException e) {
      // it is reported where the text is read
    }
  }

  private static IllegalArgumentException tooDeep(SourceLocation place) {
    return place.refusal("settings are nested more than " + DEEPEST + " deep; flatten them");
  }

  private Tree read(String text) {
    requireNotTooDeep(text);
    try {
      // The usual schema would give types to plain values, and make a tag of ${NAME}.
      LoadSettings how =
          LoadSettings.builder().setLabel(start.source()).setSchema(new FailsafeSchema()).build();
      return new Compose(how)
          .composeString(text)
          .map(node -> setting(node, 0))
          .orElseGet(() -> new Tree.Value(start, "", false, false));
    } catch (MarkedYamlEngineException e) {
      SourceLocation where = e.getProblemMark().map(this::place).orElse(start);
      throw where.refusal("this is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw start.refusal("this is not YAML: " + e.getMessage());
    }
  }

  private SourceLocation place(Mark mark) {
    return start.line() == 0 ? start : new SourceLocation(start.source(), mark.getLine() + 1);
  }

  private SourceLocation place(Node node) {
    return node.getStartMark().map(this::place).orElse(start);
  }

  /** What a node says, so many lists and sections deep. */
  private Tree setting(Node node, int depth) {
    SourceLocation place = place(node);
    if (!PLAIN.contains(node.getTag())) {
      throw place.refusal("the tag " + node.getTag() + " is not taken here; leave it out");
    }
    if (++settings > MOST_SETTINGS) {
      throw place.refusal("there are more than " + MOST_SETTINGS + " settings; shorten it");
    }
    if (node instanceof ScalarNode value) {
      return new Tree.Value(place, value.getValue(), !value.isPlain(), false);
    }
    if (depth == DEEPEST) {
      throw tooDeep(place);
    }
    return node instanceof SequenceNode list
        ? new Tree.Items(
            place, list.getValue().stream().map(each -> setting(each, depth + 1)).toList())
        : section((MappingNode) node, place, depth + 1);
  }

  private Tree.Section section(MappingNode node, SourceLocation place, int depth) {
    Map<String, Tree> named = new LinkedHashMap<>();
    Map<String, SourceLocation> places = new LinkedHashMap<>();
    for (NodeTuple each : node.getValue()) {
      SourceLocation at = place(each.getKeyNode());
      if (!(each.getKeyNode() instanceof ScalarNode key)) {
        throw at.refusal("a name is a list or a section here; give a plain one");
      }
      String name = key.getValue();
      if (places.putIfAbsent(name, at) != null) {
        throw at.refusal(
            "\"%s\" is here for the second time (first in line %d); keep one"
                .formatted(name, places.get(name).line()));
      }
      named.put(name, setting(each.getValueNode(), depth));
    }
    return new Tree.Section(place, named, places);
  }
}
