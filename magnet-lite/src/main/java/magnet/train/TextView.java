package magnet.train;

import java.util.SplittableRandom;
import magnet.model.TokenSequence;

/**
 * Makes a view of a text: which tokens the model reads, and which token may see which among them. A
 * new kind of view is one more implementation.
 */
@FunctionalInterface
public interface TextView {

  /** The text as it is, from left to right, as a generating model reads it. */
  TextView LEFT_TO_RIGHT = (text, random) -> TokenSequence.causal(text.tokens().ids());

  /** The text as it is, seen from both sides, as an embedding model reads it. */
  TextView BOTH_SIDES = (text, random) -> TokenSequence.bidirectional(text.tokens().ids());

  /**
   * One view. Two threads may ask at once: views of the next step are made, and of held-out text.
   *
   * @param text its tokens, cut to the length of a view
   * @param random the only source of randomness
   */
  TokenSequence of(TextTokens text, SplittableRandom random);
}
