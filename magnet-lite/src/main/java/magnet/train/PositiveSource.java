package magnet.train;

import java.util.SplittableRandom;
import magnet.data.TextPair;

/**
 * Where the two views x and x+ of the contrastive objective come from. A new kind is one more
 * implementation; its {@code toString} tells all its settings, as a checkpoint compares it.
 */
public interface PositiveSource {

  /**
   * Two texts that mean the same.
   *
   * @param text a document's text, or a stretch of it where it is long
   * @param random the only source of randomness
   */
  TextPair pair(String text, SplittableRandom random);
}
