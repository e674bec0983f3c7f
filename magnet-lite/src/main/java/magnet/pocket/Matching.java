package magnet.pocket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import magnet.pocket.grammar.Spelling;

/**
 * Reads a sentence against the frames of an event, trying every choice that a frame leaves open.
 *
 * <p>Each slot is filled with what the story expects or with anything else that the world has for
 * it; the reading with the most right roles counts.
 */
final class Matching {

  private final Expectation expectation;
  private final List<String> words;
  private final Map<Node.Slot, List<List<Node>>> people = new HashMap<>();
  private int right;
  private int wrong;
  private double best;

  Matching(Expectation expectation, List<String> words) {
    this.expectation = expectation;
    this.words = words;
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
    return expectation.scene().people().containsKey(slot.role())
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
        people.computeIfAbsent(
            slot, each -> PersonForms.of(each, expectation.scene().people()));
    return forms.stream().anyMatch(form -> count(form, at, outer, true, rest))
        || at < words.size()
            && PersonForms.ofAnybody(slot, words, at)
                .map(form -> count(form, at, outer, expectation.free(slot.role()), rest))
                .orElse(false);
  }

  private boolean phrase(Node.Slot slot, int at, boolean outer, IntPredicate rest) {
    String form = slot.form();
    return expectation.phrases(slot.role()).stream()
            .anyMatch(phrase -> count(phrase.put(form), at, outer, true, rest))
        || expectation.all(slot.role()).stream()
            .anyMatch(phrase -> count(phrase.put(form), at, outer, false, rest));
  }

  /** Goes on with a filled slot; only slots of the frame itself count. */
  private boolean count(List<Node> form, int at, boolean outer, boolean fits, IntPredicate rest) {
    if (!outer) {
      return sequence(form, 0, at, false, rest);
    }
    return sequence(
        form,
        0,
        at,
        false,
        next -> {
          right += fits ? 1 : 0;
          wrong += fits ? 0 : 1;
          boolean done = rest.test(next);
          right -= fits ? 1 : 0;
          wrong -= fits ? 0 : 1;
          return done;
        });
  }
}
