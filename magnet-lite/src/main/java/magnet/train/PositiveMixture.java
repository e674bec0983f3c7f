package magnet.train;

import java.util.SplittableRandom;

/**
 * Two sources, chosen at random. Crops and paraphrases together did better in our trials than
 * either alone: paraphrases helped mean pooling, crops the last token.
 *
 * @param first one source
 * @param second the other
 * @param shareOfSecond how often the second is used, in [0, 1]
 */
public record PositiveMixture(PositiveSource first, PositiveSource second, double shareOfSecond)
    implements PositiveSource {

  /** Refuses a share outside. */
  public PositiveMixture {
    if (!(shareOfSecond >= 0 && shareOfSecond <= 1)) {
      throw new IllegalArgumentException(
          "A share of " + shareOfSecond + " is not in [0, 1]; 0.5 takes both as often.");
    }
  }

  @Override
  public Positives pair(String text, SplittableRandom random) {
    return (random.nextDouble() < shareOfSecond ? second : first).pair(text, random);
  }
}
