package magnet.train;

import java.util.SplittableRandom;
import magnet.data.TextPair;

/**
 * The same text twice, told apart by LoRA's dropout alone (SimCSE, Gao et al. 2021): it needs a
 * dropout above 0.
 */
public record SameText() implements PositiveSource {

  @Override
  public TextPair pair(String text, SplittableRandom random) {
    return new TextPair(text, text);
  }
}
