package magnet.train;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Where the two views x and x+ of a text come from. A new kind is one more implementation; its
 * {@code toString} names all its settings, as a checkpoint compares it.
 */
public interface PositiveSource extends Serializable {

  /**
   * Two texts that mean the same.
   *
   * @param x one of them
   * @param positive the other, x+
   * @param of the text that both are views of: equal for equal texts, which must not be contrasted
   */
  record Positives(String x, String positive, String of) {}

  /**
   * Two texts that mean the same. Two threads may ask at once: views of the next step are made, and
   * of held-out text.
   *
   * @param text a document's text, or a stretch of it where it is long
   * @param random the only source of randomness
   */
  Positives pair(String text, SplittableRandom random);

  /** Whether both views are always equal, so that only the model's dropout tells them apart. */
  default boolean needsDropout() {
    return false;
  }
}
