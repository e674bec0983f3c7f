package magnet.infer;

/** What the text of a blank should be like. */
@FunctionalInterface
public interface BlankForm {

  /** Anything. */
  BlankForm ANY = text -> true;

  /** One whole sentence: what is written behind its end is left out. */
  BlankForm SENTENCE = new WholeSentence();

  /**
   * Whether the text of a blank is as it should be: fillings with all blanks so come before those
   * with another, however likely these are.
   *
   * @param text what was filled in, with the white space that it begins with
   */
  boolean fits(String text);

  /**
   * Whether a blank is left as it is where its text fits, ends in a certain token, and a new word
   * would follow; else all its tokens are written.
   *
   * @param token as the vocabulary writes it
   */
  default boolean endsBehind(String token) {
    return false;
  }
}
