package magnet.data.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Puts events into words. */
final class Teller {

  /** Descriptions that need no introduction. */
  private static final Set<String> GENERAL =
      Set.of("boy", "girl", "man", "woman", "teacher", "doctor", "vet", "coach");

  private final Verbs verbs;
  private final Scene scene;
  private final RandomGenerator random;
  private final Discourse discourse;
  private final boolean namesOnly;
  private List<Token> tokens;

  /**
   * Prepares to tell of one scene.
   *
   * @param namesOnly whether persons are always called by their names, so that a sentence can stand
   *     alone
   */
  Teller(Verbs verbs, Scene scene, RandomGenerator random, boolean namesOnly) {
    this.verbs = verbs;
    this.scene = scene;
    this.random = random;
    this.namesOnly = namesOnly;
    this.discourse = new Discourse();
  }

  /** Tells a sentence in one of the ways of its event. */
  List<Token> tell(Event event) {
    return tell(event, random.nextInt(event.frames().size()));
  }

  /** Tells a sentence in the given way; choices that the frame leaves open are drawn. */
  List<Token> tell(Event event, int frame) {
    tokens = new ArrayList<>();
    put(event.frames().get(frame));
    discourse.nextSentence();
    return Spelling.finish(tokens);
  }

  private void put(List<Node> nodes) {
    for (Node node : nodes) {
      if (node instanceof Node.Word word) {
        add(word.text(), word.tag(), word.entity());
      } else if (node instanceof Node.Choice choice) {
        put(choice.options().get(random.nextInt(choice.options().size())));
      } else if (node instanceof Node.Slot slot) {
        fill(slot);
      }
    }
  }

  private void add(String text, String tag, String entity) {
    tokens.add(new Token(text, tag, entity));
  }

  private void fill(Node.Slot slot) {
    Person person = scene.people().get(slot.role());
    if (person == null) {
      phrase(slot);
    } else {
      person(slot, person);
    }
  }

  private void phrase(Node.Slot slot) {
    Phrase phrase = scene.phrases().get(slot.role());
    if (phrase == null) {
      throw new IllegalStateException(
          "plot \"%s\" gives nothing for the slot {%s}"
              .formatted(scene.plot().name(), slot.role()));
    }
    switch (slot.form()) {
      case "" -> put(phrase.nodes());
      case "a" -> {
        if (!phrase.plural()) {
          add("a", "DT", "");
        }
        put(phrase.nodes());
      }
      case "it" -> add(phrase.plural() ? "they" : "it", "PRP", "");
      case "obj" -> add(phrase.plural() ? "them" : "it", "PRP", "");
      case "its" -> add(phrase.plural() ? "their" : "its", "PRP$", "");
      case "was" -> add(phrase.plural() ? "were" : "was", "VBD", "");
      case "is" -> add(phrase.plural() ? "are" : "is", phrase.plural() ? "VBP" : "VBZ", "");
      case "one" -> add(phrase.plural() ? "ones" : "one", phrase.plural() ? "NNS" : "NN", "");
      default -> inflect(phrase, slot.form());
    }
  }

  private void inflect(Phrase phrase, String form) {
    int first = tokens.size();
    put(phrase.nodes());
    Token verb = tokens.get(first);
    String tag = form.equals("ed") ? "VBD" : form.equals("en") ? "VBN" : "VBG";
    tokens.set(first, new Token(verbs.form(verb.text(), form), tag, ""));
  }

  private void person(Node.Slot slot, Person person) {
    switch (slot.form()) {
      case "he", "him", "himself" -> pronoun(slot, person, "PRP");
      case "his" -> pronoun(slot, person, "PRP$");
      case "name" -> put(person.nameWords());
      case "", "obj", "poss" -> mention(slot, person);
      default ->
          throw new IllegalStateException("persons have no form \"%s\"".formatted(slot.form()));
    }
    discourse.mention(slot.role());
  }

  private void pronoun(Node.Slot slot, Person person, String tag) {
    add(person.pronoun(slot.form()), tag, "");
  }

  /** A name, a pronoun or a description, as a teller would choose. */
  private void mention(Node.Slot slot, Person person) {
    boolean known = discourse.knows(slot.role());
    int chance = random.nextInt(100);
    if (namesOnly) {
      put(person.nameWords());
    } else if (!known) {
      introduce(slot, person, chance);
    } else if (discourse.clear(slot.role(), scene.people()) && chance < 55) {
      String form = slot.form().isEmpty() ? "he" : slot.form().equals("obj") ? "him" : "his";
      add(person.pronoun(form), form.equals("his") ? "PRP$" : "PRP", "");
      return;
    } else if (chance >= 85) {
      describe(slot.role(), person);
    } else {
      put(person.nameWords());
    }
    if (slot.form().equals("poss")) {
      add("'s", "POS", "");
    }
  }

  private void introduce(Node.Slot slot, Person person, int chance) {
    boolean related = !person.relation().isEmpty() && discourse.knows("who");
    if (related && chance < 75) {
      relation(person);
      if (chance < 40 && slot.form().isEmpty()) {
        put(person.nameWords());
      }
    } else if (slot.introduces() && !person.description().isEmpty() && chance < 45) {
      if (chance < 25 && person.title().isEmpty()) {
        discourse.describe(slot.role());
        add("a", "DT", "");
        noun(person.description());
        add(chance < 13 ? "named" : "called", "VBN", "");
        put(person.nameWords());
      } else {
        discourse.describe(slot.role());
        put(person.nameWords());
        add(",", ",", "");
        add("a", "DT", "");
        noun(person.description());
        add(",", ",", "");
      }
    } else {
      put(person.nameWords());
    }
  }

  private void describe(String role, Person person) {
    String noun = person.description().substring(person.description().lastIndexOf(' ') + 1);
    if (!person.relation().isEmpty() && discourse.knows("who")) {
      relation(person);
    } else if (discourse.described(role) || GENERAL.contains(noun)) {
      add("the", "DT", "");
      add(noun, "NN", "");
    } else {
      put(person.nameWords());
    }
  }

  private void relation(Person person) {
    add(scene.people().get("who").pronoun("his"), "PRP$", "");
    noun(person.relation());
  }

  private void noun(String words) {
    String[] parts = words.split(" ");
    for (int i = 0; i < parts.length; i++) {
      add(parts[i], i == parts.length - 1 ? "NN" : "", "");
    }
  }
}
