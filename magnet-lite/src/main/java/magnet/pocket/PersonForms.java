package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import magnet.pocket.grammar.Spelling;

/** All the ways in which a person may be referred to at some place in a frame. */
final class PersonForms {

  private static final Set<String> TITLES = Set.of("Mr.", "Mrs.", "Ms.", "Dr.");

  /** The forms of slots where more than a pronoun and the name may stand. */
  private static final Set<String> NOUNS = Set.of("", "obj", "poss");

  private PersonForms() {}

  /** The wordings of a slot for a person. */
  static List<List<Node>> of(Node.Slot slot, Map<String, Person> people) {
    Person person = people.get(slot.role());
    List<List<Node>> forms = new ArrayList<>();
    if (!slot.pronoun().isEmpty()) {
      forms.add(words(person.pronoun(slot.pronoun())));
    }
    List<Node> name = List.copyOf(person.nameWords());
    forms.add(possessive(slot, name));
    if (NOUNS.contains(slot.form())) {
      nouns(person, people.get("who"), name).forEach(form -> forms.add(possessive(slot, form)));
    }
    return forms;
  }

  /** The wording of a person about whom a story knows nothing that could be at a place. */
  static Optional<List<Node>> ofAnybody(Node.Slot slot, List<String> words, int at) {
    String word = words.get(at);
    String lower = Spelling.lower(word);
    String he = slot.pronoun();
    if (!he.isEmpty() && (lower.equals(he) || lower.equals(Person.feminine(he)))) {
      return Optional.of(words(word));
    }
    if (!Character.isUpperCase(word.charAt(0))) {
      return Optional.empty();
    }
    boolean titled = TITLES.contains(Spelling.capital(lower)) && at + 1 < words.size();
    List<Node> name = words(titled ? word + " " + words.get(at + 1) : word);
    return Optional.of(possessive(slot, name));
  }

  private static List<Node> possessive(Node.Slot slot, List<Node> noun) {
    return slot.pronoun().equals("his") ? joined(List.of(noun, words("'s"))) : noun;
  }

  private static List<List<Node>> nouns(Person person, Person who, List<Node> name) {
    String description = person.description();
    List<List<Node>> forms = new ArrayList<>();
    forms.add(words("the " + description.substring(description.lastIndexOf(' ') + 1)));
    forms.add(words(person.female() ? "the woman" : "the man"));
    forms.add(words(person.female() ? "the girl" : "the boy"));
    List<Node> described = words("a " + description);
    forms.add(joined(List.of(described, words("named"), name)));
    forms.add(joined(List.of(described, words("called"), name)));
    forms.add(joined(List.of(name, words(","), described, words(","))));
    forms.add(joined(List.of(name, words(","), described)));
    if (!person.relation().isEmpty()) {
      for (String relation : relations(person.female())) {
        List<Node> related = words(who.pronoun("his") + " " + relation);
        forms.add(joined(List.of(related, name)));
        forms.add(related);
      }
    }
    return forms;
  }

  /** Story and sentence may call a second person differently, as sister or as friend. */
  private static List<String> relations(boolean female) {
    return World.INSTANCE.table("relation").column(female ? "woman" : "man").stream()
        .map(Phrase::source)
        .distinct()
        .toList();
  }

  private static List<Node> words(String text) {
    return Stream.of(text.split(" ")).<Node>map(word -> new Node.Word(word, "", "")).toList();
  }

  private static List<Node> joined(List<List<Node>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }
}
