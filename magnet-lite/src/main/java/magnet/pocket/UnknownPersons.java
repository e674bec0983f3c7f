package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import magnet.pocket.grammar.Spelling;

/** People about whom a story knows nothing: any name, and the pronouns of both genders. */
final class UnknownPersons {

  private static final Set<String> TITLES = Set.of("Mr.", "Mrs.", "Ms.", "Dr.");

  private UnknownPersons() {}

  /** The wordings of a person that could be at a place in a sentence. */
  static List<List<Node>> forms(List<String> words, int at, String form) {
    List<List<Node>> forms = new ArrayList<>();
    String word = words.get(at);
    String lower = Spelling.lower(word);
    Set<String> pronouns =
        switch (form) {
          case "he", "" -> Set.of("he", "she");
          case "him", "obj" -> Set.of("him", "her");
          case "his", "poss" -> Set.of("his", "her");
          case "himself" -> Set.of("himself", "herself");
          default -> Set.<String>of();
        };
    if (pronouns.contains(lower)) {
      forms.add(List.of(new Node.Word(word, "", "")));
    }
    if (Character.isUpperCase(word.charAt(0)) && !pronouns.contains(lower)) {
      List<Node> name = new ArrayList<>(List.of(new Node.Word(word, "", "")));
      if (TITLES.contains(Spelling.capital(lower)) && at + 1 < words.size()) {
        name.add(new Node.Word(words.get(at + 1), "", ""));
      }
      if (form.equals("his") || form.equals("poss")) {
        name.add(new Node.Word("'s", "", ""));
      }
      forms.add(List.copyOf(name));
    }
    return forms;
  }
}
