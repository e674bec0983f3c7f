package magnet.data.pocket;

import java.util.List;

/**
 * What may fill a role: a noun with its adjectives, a verb phrase, an adverbial.
 *
 * @param source as the table writes it
 * @param nodes the phrase read; slots in it refer to other roles
 * @param plural whether it is marked as plural
 */
record Phrase(String source, List<Node> nodes, boolean plural) {

  /**
   * Reads a phrase.
   *
   * @param source the phrase; a star at its end marks a plural
   * @param entity the kind of name that words with a capital belong to, or empty
   */
  static Phrase read(String source, String entity) {
    boolean plural = source.endsWith("*");
    String words = plural ? source.substring(0, source.length() - 1) : source;
    return new Phrase(words, FrameReader.read(words, entity), plural);
  }
}
