package magnet.pocket.grammar;

/**
 * A word of a told sentence.
 *
 * @param text the word as it is written
 * @param tag its part of speech where it is known before the sentence is tagged, else empty
 * @param entity {@code PER}, {@code LOC}, {@code ORG} or {@code MISC}, or empty outside names
 */
public record Token(String text, String tag, String entity) {

  /** This word with another text. */
  public Token withText(String other) {
    return new Token(other, tag, entity);
  }
}
