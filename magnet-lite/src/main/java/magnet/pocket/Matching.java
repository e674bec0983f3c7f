package magnet.pocket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import magnet.pocket.grammar.Agreement;
import magnet.pocket.grammar.Spelling;

/**
 * Reads a sentence against the frames of an event, trying every choice that a frame leaves open.
 *
 * <p>Each slot is filled with what the story expects or, where roles may be wrong, with anything
 * that the world has for it; the reading with the most right roles counts.
 */
final class Matching {

  private final Expectation expectation;
  private final List<String> words;
  private final boolean lenient;
  private final Map<Node.Slot, List<List<Node>>> people = new HashMap<>();
  private int right;
  private int wrong;
  private double best;

  /**
   * Prepares to read.
   *
   * @param lenient whether roles may be filled wrongly
   */
  Matching(Expectation expectation, List<String> words, boolean lenient) {
    this.expectation = expectation;
    this.words = words;
    this.lenient = lenient;
  }

  /** The highest share of right roles over the frames of an event; -1 if none can be read. */
  double share(Event event) {
    best = -1;
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
    return best == 1 || !lenient;
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
    for (List<Node> form : people.computeIfAbsent(slot, this::forms)) {
      if (count(form, at, outer, true, rest)) {
        return true;
      }
    }
    boolean anybody = expectation.free(slot.role());
    if (!anybody && !lenient || at >= words.size()) {
      return false;
    }
    for (List<Node> form : UnknownPersons.forms(words, at, slot.form())) {
      if (count(form, at, outer, anybody, rest)) {
        return true;
      }
    }
    return false;
  }

  private List<List<Node>> forms(Node.Slot slot) {
    return PersonForms.of(slot, expectation.scene().people());
  }

  private boolean phrase(Node.Slot slot, int at, boolean outer, IntPredicate rest) {
    for (Phrase phrase : expectation.phrases(slot.role())) {
      if (count(put(slot.form(), phrase), at, outer, true, rest)) {
        return true;
      }
    }
    if (lenient) {
      for (Phrase phrase : expectation.all(slot.role())) {
        if (count(put(slot.form(), phrase), at, outer, false, rest)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Node> put(String form, Phrase phrase) {
    if (form.isEmpty() || form.equals("a") && phrase.plural()) {
      return phrase.nodes();
    }
    if (form.equals("a")) {
      Node article = new Node.Word("a", "DT", "");
      return java.util.stream.Stream.concat(
              java.util.stream.Stream.of(article), phrase.nodes().stream())
          .toList();
    }
    return List.of(new Node.Word(Agreement.of(form, phrase.plural()).text(), "", ""));
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
