package magnet.pocket;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import magnet.pocket.grammar.Spelling;

/**
 * Reads a sentence against the frames of an event, trying every choice that a frame leaves open.
 *
 * <p>Each slot is filled with what the other sentences of the story expect or with anything else
 * that the world has for it; the reading with the most right roles counts. A role that another
 * sentence mentions must be filled as there; a role of a row of which another sentence mentions
 * something may be filled by any phrase of its cell in that row; what no other sentence knows of is
 * free.
 */
final class Matching {

  private final Scene scene;
  private final Set<String> known = new HashSet<>();
  private final List<String> words;
  private final Map<Node.Slot, List<List<Node>>> people = new HashMap<>();
  private int right;
  private int wrong;
  private double best;

  Matching(PocketStory story, int sentence, List<String> words) {
    this.scene = story.scene();
    this.words = words;
    for (int i = 0; i < Plot.SENTENCES; i++) {
      if (i != sentence) {
        known.addAll(story.tellings().get(i).mentioned());
      }
    }
  }

  /** The highest share of right roles over the frames of an event; 0 if none can be read. */
  double share(Event event) {
    best = 0;
    for (List<Node> frame : event.frames()) {
      right = 0;
      wrong = 0;
      sequence(frame, 0, 0, true, this::finished);
      if (best == 1) {
        break;
      }
    }
    return best;
  }

  private boolean finished(int at) {
    if (at != words.size()) {
      return false;
    }
    int roles = right + wrong;
    best = Math.max(best, roles == 0 ? 1 : right / (double) roles);
    return best == 1;
  }

  private boolean sequence(List<Node> nodes, int index, int at, boolean outer, IntPredicate then) {
    if (index == nodes.size()) {
      return then.test(at);
    }
    Node node = nodes.get(index);
    IntPredicate rest = next -> sequence(nodes, index + 1, next, outer, then);
    if (node instanceof Node.Word word) {
      return word(word.text(), at) && rest.test(at + 1);
    }
    if (node instanceof Node.Choice choice) {
      for (List<Node> option : choice.options()) {
        if (sequence(option, 0, at, outer, rest)) {
          return true;
        }
      }
      return false;
    }
    Node.Slot slot = (Node.Slot) node;
    return scene.people().containsKey(slot.role())
        ? person(slot, at, outer, rest)
        : phrase(slot, at, outer, rest);
  }

  private boolean word(String text, int at) {
    return at < words.size() && plain(text).equals(plain(words.get(at)));
  }

  private static String plain(String word) {
    String lower = Spelling.lower(word);
    return lower.equals("an") ? "a" : lower;
  }

  private boolean person(Node.Slot slot, int at, boolean outer, IntPredicate rest) {
    List<List<Node>> forms =
        people.computeIfAbsent(slot, each -> PersonForms.of(each, scene.people()));
    boolean anybody = !known.contains(slot.role());
    return forms.stream().anyMatch(form -> count(form, at, outer, true, rest))
        || at < words.size()
            && PersonForms.ofAnybody(slot, words, at)
                .map(form -> count(form, at, outer, anybody, rest))
                .orElse(false);
  }

  private boolean phrase(Node.Slot slot, int at, boolean outer, IntPredicate rest) {
    String form = slot.form();
    return expected(slot.role()).stream()
            .anyMatch(phrase -> count(phrase.put(form), at, outer, true, rest))
        || all(slot.role()).stream()
            .anyMatch(phrase -> count(phrase.put(form), at, outer, false, rest));
  }

  /** The phrases that would do for a role. */
  private List<Phrase> expected(String role) {
    if (known.contains(role)) {
      return List.of(scene.phrases().get(role));
    }
    for (int i = 0; i < scene.plot().tables().size(); i++) {
      Table table = scene.plot().tables().get(i);
      if (table.columns().contains(role) && table.columns().stream().anyMatch(known::contains)) {
        return table.rows().get(scene.rows().get(i)).get(table.columns().indexOf(role));
      }
    }
    return all(role);
  }

  /** All phrases that the world has for a role of this plot. */
  private List<Phrase> all(String role) {
    return Stream.concat(scene.plot().tables().stream(), World.INSTANCE.common().stream())
        .filter(table -> table.columns().contains(role))
        .findFirst()
        .map(table -> table.column(role))
        .orElse(List.of());
  }

  /** Goes on with a filled slot; only slots of the frame itself count. */
  private boolean count(List<Node> form, int at, boolean outer, boolean fits, IntPredicate rest) {
    IntPredicate counted =
        next -> {
          right += fits ? 1 : 0;
          wrong += fits ? 0 : 1;
          boolean done = rest.test(next);
          right -= fits ? 1 : 0;
          wrong -= fits ? 0 : 1;
          return done;
        };
    return sequence(form, 0, at, false, outer ? counted : rest);
  }
}
