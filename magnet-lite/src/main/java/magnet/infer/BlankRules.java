package magnet.infer;

import java.util.function.Predicate;

/**
 * What holds for the tokens of a blank however they are chosen: where white space stands before it,
 * it begins with a word, for else "Tom lost his ___" could become "Tom lost hissing"; and it ends
 * where its form says so.
 *
 * @param afterSpace for each blank, whether white space stands before it
 * @param inWord for each token id, whether it goes on with a word
 * @param complete whether a blank may end behind the tokens that it has so far
 */
record BlankRules(boolean[] afterSpace, boolean[] inWord, Predicate<int[]> complete) {

  /** Every token anywhere, and blanks of the length that was asked for. */
  static BlankRules none(int blanks) {
    return new BlankRules(new boolean[blanks], new boolean[0], span -> false);
  }

  /** Takes out what a blank cannot begin with. */
  void begin(int blank, float[] logits) {
    if (afterSpace[blank]) {
      for (int id = 0; id < inWord.length; id++) {
        if (inWord[id]) {
          logits[id] = Float.NEGATIVE_INFINITY;
        }
      }
    }
  }

  /**
   * Whether a blank ends before a token.
   *
   * @param span the tokens that it has so far, one at least
   * @param next the token that was chosen to follow
   */
  boolean endBefore(int[] span, int next) {
    return next < inWord.length && !inWord[next] && complete.test(span);
  }
}
