package magnet.train;

import java.util.SplittableRandom;

/**
 * The same text twice, distinguished by LoRA's dropout alone (SimCSE, Gao et al. 2021): it needs a
 * dropout above 0.
 */
public record SameText() implements PositiveSource {

  @Override
  public Positives pair(String text, SplittableRandom random) {
    return new Positives(text, text, text);
  }

  @Override
  public boolean needsDropout() {
    return true;
  }
}
