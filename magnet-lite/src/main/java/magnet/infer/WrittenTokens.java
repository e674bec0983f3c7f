package magnet.infer;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import magnet.model.tokenizer.TextTokenizer;

/**
 * What a vocabulary says about each row of a model's embeddings, looked up once. The sizes may
 * differ: embeddings are often padded, a tokenizer may have tokens that the model never got, and
 * ids may be missing in the middle.
 *
 * @param tokens as the vocabulary writes them; empty where no token has the id; {@code [rows]}
 * @param begins how the text of each token begins; {@code [rows]}, or empty where the vocabulary
 *     does not write spaces into its tokens, so that nothing is known
 * @param withoutToken the ids that no token has, rising
 * @param outsideText the ids of end tokens and of all others without text, rising
 */
record WrittenTokens(String[] tokens, Begin[] begins, int[] withoutToken, int[] outsideText) {

  /** How a token begins. */
  enum Begin {
    /** It goes on with a word, or begins with a mark, a line end or the like. */
    INSIDE,
    /** With one space, and mostly a word after it. */
    ONE_SPACE,
    /** With several spaces. */
    SPACES
  }

  /** How SentencePiece and byte-level vocabularies write a space. */
  private static final String SPACES = "\u2581\u0120 ";

  /** Looks up all rows of the model's embeddings. */
  static WrittenTokens of(TextTokenizer tokenizer, IntPredicate isEnd, int rows) {
    String[] tokens = new String[rows];
    Begin[] begins = new Begin[rows];
    boolean writesSpaces = false;
    for (int id = 0; id < rows; id++) {
      tokens[id] = tokenizer.hasToken(id) ? tokenizer.token(id) : "";
      begins[id] = begin(tokens[id]);
      writesSpaces |= begins[id] != Begin.INSIDE;
    }
    return new WrittenTokens(
        tokens,
        writesSpaces ? begins : new Begin[0],
        IntStream.range(0, rows).filter(id -> !tokenizer.hasToken(id)).toArray(),
        IntStream.range(0, rows)
            .filter(id -> !tokenizer.hasToken(id) || tokenizer.isSpecial(id) || isEnd.test(id))
            .toArray());
  }

  private static Begin begin(String token) {
    if (token.isEmpty() || SPACES.indexOf(token.charAt(0)) < 0) {
      return Begin.INSIDE;
    }
    boolean several = token.length() > 1 && SPACES.indexOf(token.charAt(1)) >= 0;
    return several ? Begin.SPACES : Begin.ONE_SPACE;
  }
}
