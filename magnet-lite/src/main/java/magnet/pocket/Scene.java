package magnet.pocket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.pocket.grammar.Spelling;
import magnet.pocket.grammar.Token;

/**
 * What one story is about: its plot, who and what fills the roles, and how it ends.
 *
 * @param rows which row of each of the plot's tables was taken
 * @param well whether it ends well
 */
record Scene(
    Plot plot,
    Map<String, Person> people,
    Map<String, Phrase> phrases,
    List<Integer> rows,
    boolean well,
    List<Event> events) {

  /** This scene with other phrases in some roles. */
  Scene with(Map<String, Phrase> others) {
    Map<String, Phrase> changed = new LinkedHashMap<>(phrases);
    changed.putAll(others);
    return new Scene(plot, people, changed, rows, well, events);
  }

  /** This scene with other people. */
  Scene withPeople(Map<String, Person> others) {
    return new Scene(plot, others, phrases, rows, well, events);
  }

  /** Who or what fills a role, in plain words: persons by name, phrases in their base form. */
  String value(String role) {
    List<Token> tokens = new ArrayList<>();
    plain(role, "", tokens);
    return Spelling.text(tokens);
  }

  private void plain(String role, String form, List<Token> tokens) {
    Person person = people.get(role);
    if (person == null) {
      plain(phrases.get(role).nodes(), tokens);
    } else if (form.isEmpty() || form.equals("obj")) {
      plain(person.nameWords(), tokens);
    } else {
      tokens.add(new Token(person.pronoun(form), "", ""));
    }
  }

  private void plain(List<? extends Node> nodes, List<Token> tokens) {
    for (Node node : nodes) {
      if (node instanceof Node.Word word) {
        tokens.add(word.token());
      } else if (node instanceof Node.Slot slot) {
        plain(slot.role(), slot.form(), tokens);
      }
    }
  }
}
