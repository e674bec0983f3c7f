package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All the ways in which a person may be referred to at some place in a frame. */
final class PersonForms {

  private static final List<Node> POSSESSIVE = words("'s");

  private PersonForms() {}

  /** The wordings of a slot for a person. */
  static List<List<Node>> of(Node.Slot slot, Map<String, Person> people) {
    Person person = people.get(slot.role());
    List<List<Node>> forms = new ArrayList<>();
    List<Node> name = List.copyOf(person.nameWords());
    switch (slot.form()) {
      case "he", "him", "himself" -> {
        forms.add(words(person.pronoun(slot.form())));
        forms.add(name);
      }
      case "his" -> {
        forms.add(words(person.pronoun("his")));
        forms.add(joined(name, POSSESSIVE));
      }
      case "name" -> forms.add(name);
      case "obj" -> {
        forms.add(words(person.pronoun("him")));
        forms.addAll(nouns(slot.role(), people, name));
      }
      case "poss" -> {
        forms.add(words(person.pronoun("his")));
        nouns(slot.role(), people, name).forEach(form -> forms.add(joined(form, POSSESSIVE)));
      }
      default -> {
        forms.add(words(person.pronoun("he")));
        forms.addAll(nouns(slot.role(), people, name));
      }
    }
    return forms;
  }

  private static List<List<Node>> nouns(String role, Map<String, Person> people, List<Node> name) {
    Person person = people.get(role);
    List<List<Node>> forms = new ArrayList<>(List.of(name));
    String description = person.description();
    List<Node> noun = words(description.substring(description.lastIndexOf(' ') + 1));
    forms.add(joined(words("the"), noun));
    forms.add(joined(words("the"), words(person.female() ? "woman" : "man")));
    forms.add(joined(words("the"), words(person.female() ? "girl" : "boy")));
    List<Node> described = joined(words("a"), words(description));
    forms.add(joined(described, words("named"), name));
    forms.add(joined(described, words("called"), name));
    forms.add(joined(name, words(","), described, words(",")));
    forms.add(joined(name, words(","), described));
    if (!person.relation().isEmpty()) {
      String his = people.get("who").pronoun("his");
      for (String relation : relations(person.female())) {
        forms.add(joined(words(his), words(relation), name));
        forms.add(joined(words(his), words(relation)));
      }
    }
    return forms;
  }

  /** Story and sentence may call a second person differently, as sister or as friend. */
  private static List<String> relations(boolean female) {
    List<String> relations = new ArrayList<>();
    World.INSTANCE
        .table("relation")
        .column(female ? "woman" : "man")
        .forEach(phrase -> relations.add(phrase.source()));
    return relations.stream().distinct().toList();
  }

  private static List<Node> words(String text) {
    List<Node> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      words.add(new Node.Word(word, "", ""));
    }
    return List.copyOf(words);
  }

  @SafeVarargs
  private static List<Node> joined(List<Node>... parts) {
    List<Node> all = new ArrayList<>();
    for (List<Node> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }
}
