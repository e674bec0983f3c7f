package magnet.infer;

import java.util.List;
import java.util.function.Predicate;

/**
 * Constraints on the tokens of a blank, however they are sampled: after a space it begins with a
 * word, for else "Tom lost his ___" could become "Tom lost hissing"; after a line end or a tab it
 * begins with no single space; and it ends where its form says so.
 *
 * @param before for each blank, what precedes it
 * @param begins for each token id, how the token begins
 * @param complete whether a blank may end after the tokens that it has so far
 */
record BlankRules(List<Before> before, WrittenTokens.Begin[] begins, Predicate<int[]> complete) {

  /** What precedes a blank. */
  enum Before {
    /** A space, which a token that begins a word brings along. */
    SPACE(WrittenTokens.Begin.INSIDE),
    /** A line end, a tab or other white space that no word brings along. */
    OTHER_WHITE_SPACE(WrittenTokens.Begin.ONE_SPACE),
    /** Something else, or nothing. */
    TEXT(null);

    private final WrittenTokens.Begin barred; // null for none

    Before(WrittenTokens.Begin barred) {
      this.barred = barred;
    }

    static Before of(String piece) {
      if (piece.isEmpty()) {
        return TEXT;
      }
      char last = piece.charAt(piece.length() - 1);
      return last == ' ' ? SPACE : Character.isWhitespace(last) ? OTHER_WHITE_SPACE : TEXT;
    }
  }

  /** Excludes what a blank cannot begin with. */
  void begin(int blank, float[] logits) {
    WrittenTokens.Begin barred = before.get(blank).barred;
    for (int id = 0; id < begins.length; id++) {
      if (begins[id] == barred) {
        logits[id] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /**
   * Whether a blank ends before a token that was chosen to follow.
   *
   * @param span the tokens that it has so far, one at least
   */
  boolean endBefore(int[] span, int next) {
    return next < begins.length
        && begins[next] != WrittenTokens.Begin.INSIDE
        && complete.test(span);
  }
}
