package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What may fill a role: a noun with its adjectives, a verb phrase, an adverbial.
 *
 * @param source as the table writes it
 * @param nodes the phrase read; slots in it refer to other roles
 * @param plural whether it is marked as plural
 */
record Phrase(String source, List<Node> nodes, boolean plural) {

  private static final Set<String> ADVERBS = Set.of("always", "never");

  /**
   * Reads a phrase.
   *
   * @param source the phrase; a star at its end marks a plural
   * @param entity the kind of name that words with a capital belong to, or empty; {@code VB} for
   *     verb phrases, whose first verb is an infinitive
   */
  static Phrase read(String source, String entity) {
    boolean plural = source.endsWith("*");
    String words = plural ? source.substring(0, source.length() - 1) : source;
    if (entity.equals("VB")) {
      return new Phrase(words, infinitive(FrameReader.read(words, "")), false);
    }
    return new Phrase(words, FrameReader.read(words, entity), plural);
  }

  /** The words for it in a form of a slot. */
  List<Node> put(String form) {
    return switch (form) {
      case "" -> nodes;
      case "a" -> plural ? nodes : Stream.concat(word("a", "DT").stream(), nodes.stream()).toList();
      case "it" -> word(plural ? "they" : "it", "PRP");
      case "obj" -> word(plural ? "them" : "it", "PRP");
      case "was" -> word(plural ? "were" : "was", "VBD");
      case "is" -> plural ? word("are", "VBP") : word("is", "VBZ");
      case "one" -> plural ? word("ones", "NNS") : word("one", "NN");
      default -> throw new IllegalStateException("phrases have no form \"%s\"".formatted(form));
    };
  }

  private static List<Node> word(String text, String tag) {
    return List.of(new Node.Word(text, tag, ""));
  }

  private static List<Node> infinitive(List<Node> nodes) {
    List<Node> tagged = new ArrayList<>(nodes);
    int verb = ADVERBS.contains(((Node.Word) nodes.get(0)).text()) ? 1 : 0;
    tagged.set(verb, new Node.Word(((Node.Word) nodes.get(verb)).text(), "VB", ""));
    return List.copyOf(tagged);
  }
}
