package magnet.infer;

import java.util.stream.IntStream;
import magnet.model.TextTokenizer;

/**
 * Lets the first token of a blank begin a word where white space stands before the blank: without
 * it "Tom lost his ___" could become "Tom lost hissing".
 *
 * @param context how many tokens the text around the blanks has
 * @param lengths tokens of each blank
 * @param afterSpace for each blank, whether white space stands before it
 * @param inWord ids of the tokens that go on with a word
 * @param next what chooses from the rest
 */
record WordBeginning(int context, int[] lengths, boolean[] afterSpace, int[] inWord, Sampler next)
    implements Sampler {

  /** How SentencePiece and byte-level vocabularies write the space that a token begins with. */
  private static final String SPACES = "\u2581\u0120 ";

  /**
   * The ids of the tokens that go on with a word; none where the vocabulary does not write spaces
   * into its tokens, so that nothing can be said.
   */
  static int[] inWord(TextTokenizer tokenizer) {
    int[] without =
        IntStream.range(0, tokenizer.vocabularySize())
            .filter(id -> SPACES.indexOf((tokenizer.token(id) + "?").charAt(0)) < 0)
            .toArray();
    return without.length == tokenizer.vocabularySize() ? new int[0] : without;
  }

  @Override
  public int next(float[] logits, int[] soFar) {
    int blank = 0;
    int begin = context;
    while (begin < soFar.length) {
      begin += lengths[blank++];
    }
    if (begin == soFar.length && afterSpace[blank]) {
      for (int id : inWord) {
        logits[id] = Float.NEGATIVE_INFINITY;
      }
    }
    return next.next(logits, soFar);
  }
}
