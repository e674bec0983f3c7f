package magnet.pocket;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import magnet.pocket.grammar.Token;

/**
 * How people are referred to in a text that is being told: introduced at first, then by name,
 * pronoun or description.
 *
 * <p>A piece that must be understood alone calls everybody by name the first time, even where a
 * frame has a pronoun.
 */
final class Mentions {

  /** Descriptions that need no introduction. */
  static final Set<String> GENERAL =
      Set.of("boy", "girl", "man", "woman", "teacher", "doctor", "vet", "coach");

  private final Map<String, Person> people;
  private final boolean alone;
  private final Set<String> known = new HashSet<>();
  private final Set<String> described = new HashSet<>();
  private Set<String> before = new HashSet<>();
  private Set<String> here = new HashSet<>();
  private List<Token> tokens;

  Mentions(Map<String, Person> people, boolean alone) {
    this.people = people;
    this.alone = alone;
  }

  /** This state for other people in the same roles. */
  Mentions copy(Map<String, Person> others) {
    Mentions copy = new Mentions(others, alone);
    copy.known.addAll(known);
    copy.described.addAll(described);
    copy.before.addAll(before);
    copy.here.addAll(here);
    return copy;
  }

  void nextSentence() {
    before = here;
    here = new HashSet<>();
  }

  /** The words for a person at this place. */
  List<Token> mention(Node.Slot slot, RandomGenerator random) {
    tokens = new ArrayList<>();
    Person person = people.get(slot.role());
    String form = slot.form();
    switch (form) {
      case "he", "him", "his" -> {
        if (alone && !known.contains(slot.role())) {
          name(person);
          possessive(form.equals("his"));
        } else {
          pronoun(person, form);
        }
      }
      case "himself" -> pronoun(person, form);
      case "name" -> name(person);
      case "", "obj", "poss" -> choose(slot, person, random.nextInt(100));
      default -> throw new IllegalStateException("persons have no form \"%s\"".formatted(form));
    }
    known.add(slot.role());
    here.add(slot.role());
    return tokens;
  }

  private void choose(Node.Slot slot, Person person, int chance) {
    if (!known.contains(slot.role())) {
      if (alone) {
        name(person);
      } else {
        introduce(slot, person, chance);
      }
    } else if (isClear(slot.role()) && chance < pronouns(slot.role())) {
      pronoun(person, slot.pronoun());
      return;
    } else if (chance >= 90) {
      describe(slot.role(), person);
    } else {
      name(person);
    }
    possessive(slot.form().equals("poss"));
  }

  /** Whether a pronoun would be understood: its person was just named, and nobody who shares it. */
  private boolean isClear(String role) {
    boolean female = people.get(role).female();
    return justNamed(role)
        && people.entrySet().stream()
            .filter(other -> !other.getKey().equals(role) && other.getValue().female() == female)
            .noneMatch(other -> justNamed(other.getKey()));
  }

  private boolean justNamed(String role) {
    return before.contains(role) || here.contains(role);
  }

  /** How often in a hundred times a person who is known is spoken of by pronoun. */
  private static int pronouns(String role) {
    return role.equals("who") ? 55 : 10;
  }

  private void introduce(Node.Slot slot, Person person, int chance) {
    boolean related = !person.relation().isEmpty() && known.contains("who");
    if (related && chance < 75) {
      relation(person);
      name(person);
    } else if (slot.introduces() && !person.description().isEmpty() && chance < 45) {
      described.add(slot.role());
      if (chance < 25 && person.title().isEmpty()) {
        add("a", "DT");
        noun(person.description());
        add(chance < 13 ? "named" : "called", "VBN");
        name(person);
      } else {
        name(person);
        add(",", ",");
        add("a", "DT");
        noun(person.description());
        add(",", ",");
      }
    } else {
      name(person);
    }
  }

  private void describe(String role, Person person) {
    String noun = person.description().substring(person.description().lastIndexOf(' ') + 1);
    if (!person.relation().isEmpty() && known.contains("who")) {
      relation(person);
    } else if (described.contains(role) || GENERAL.contains(noun)) {
      add("the", "DT");
      add(noun, "NN");
    } else {
      name(person);
    }
  }

  private void relation(Person person) {
    pronoun(people.get("who"), "his");
    noun(person.relation());
  }

  private void pronoun(Person person, String form) {
    add(person.pronoun(form), form.equals("his") ? "PRP$" : "PRP");
  }

  private void possessive(boolean wanted) {
    if (wanted) {
      add("'s", "POS");
    }
  }

  private void name(Person person) {
    person.nameWords().forEach(word -> tokens.add(word.token()));
  }

  private void noun(String words) {
    String[] parts = words.split(" ");
    for (int i = 0; i < parts.length; i++) {
      add(parts[i], i == parts.length - 1 ? "NN" : "JJ");
    }
  }

  private void add(String text, String tag) {
    tokens.add(new Token(text, tag, ""));
  }
}
