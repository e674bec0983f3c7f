package magnet.infer;

/** What the text of a blank should be like. */
@FunctionalInterface
public interface BlankForm {

  /** Anything. */
  BlankForm ANY = text -> true;

  /** One whole sentence: what follows its end is left out. */
  BlankForm SENTENCE = new WholeSentence();

  /**
   * Whether the text of a blank has this form: fillings whose blanks all do come before the others,
   * however likely those are.
   *
   * @param text what was filled in, with the white space that it begins with
   */
  boolean fits(String text);

  /**
   * Whether a blank may end early once its text fits, it ends in a certain token and a new word
   * would follow; else all its tokens are generated.
   *
   * @param token as the vocabulary writes it
   */
  default boolean endsAfter(String token) {
    return false;
  }
}
