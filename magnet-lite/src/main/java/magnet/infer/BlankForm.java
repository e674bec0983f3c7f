package magnet.infer;

import magnet.data.Sentences;

/** What the text of a blank should be like. */
@FunctionalInterface
public interface BlankForm {

  /** Anything. */
  BlankForm ANY = text -> true;

  /**
   * One whole sentence, from a capital letter or a quotation mark to its full stop: what follows
   * its end is left out.
   */
  BlankForm SENTENCE =
      new BlankForm() {
        @Override
        public boolean fits(String text) {
          String bare = text.strip();
          return Sentences.mayEnd(bare)
              && !Character.isLowerCase(bare.charAt(0))
              && Sentences.of(bare).size() == 1;
        }

        @Override
        public boolean endsAfter(String token) {
          return !token.isEmpty() && !Character.isLetter(token.charAt(token.length() - 1));
        }
      };

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
