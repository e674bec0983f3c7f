package magnet.pocket;

import java.util.List;

/**
 * Somebody in a story.
 *
 * @param title {@code Mrs.} and the like, or empty
 * @param name the first name, or the family name after a title
 * @param female whether she is a woman or girl
 * @param description a noun, such as {@code baker}
 * @param relation what this person is to the first of the story, such as {@code sister}, or empty
 */
record Person(String title, String name, boolean female, String description, String relation) {

  /** The title and name as words. */
  List<Node.Word> nameWords() {
    Node.Word last = new Node.Word(name, "NNP", "PER");
    return title.isEmpty() ? List.of(last) : List.of(new Node.Word(title, "NNP", ""), last);
  }

  /** The pronoun of a form: {@code he}, {@code him}, {@code his} or {@code himself}. */
  String pronoun(String form) {
    return female ? feminine(form) : form;
  }

  /** The pronoun of a woman in place of a man's. */
  static String feminine(String form) {
    return switch (form) {
      case "he" -> "she";
      case "himself" -> "herself";
      default -> "her";
    };
  }
}
