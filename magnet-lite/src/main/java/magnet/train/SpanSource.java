package magnet.train;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Where the spans of a view are. A new kind is one more implementation; its {@code toString} names
 * all its settings, as a checkpoint compares it.
 */
public interface SpanSource extends Serializable {

  /**
   * Chooses the spans of one text. Two threads may ask at once: views of the next step are made,
   * and of held-out text.
   *
   * @param text its tokens
   * @param random the only source of randomness
   * @return for each token of the frame, whether it is a span token; only tokens from {@code
   *     text.from()} to before {@code text.to()} are. No span at all where the text is too short to
   *     leave context beside one
   */
  boolean[] spans(TextTokens text, SplittableRandom random);
}
