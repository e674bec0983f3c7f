package magnet.train;

import java.util.SplittableRandom;
import magnet.data.WordRanges;

/**
 * Two stretches of the same text, drawn independently, so that they overlap at random. Short crops
 * taught more than long ones in our trials, and crops more than dropout (arXiv 2508.03453).
 *
 * @param least share of the words that a crop keeps at least, above 0; ours is 0.3
 * @param most share of the words that a crop keeps at most, 1 at most; ours is 0.7
 */
public record Crops(double least, double most) implements PositiveSource {

  /** Refuses shares that are not in order within (0, 1]. */
  public Crops {
    if (!(least > 0 && least <= most && most <= 1)) {
      throw new IllegalArgumentException(
          ("Crops that keep %s to %s of a text are not possible; give two shares above 0 and up to"
                  + " 1, as 0.3 and 0.7.")
              .formatted(least, most));
    }
  }

  @Override
  public Positives pair(String text, SplittableRandom random) {
    WordRanges words = WordRanges.of(text);
    return new Positives(crop(words, random), crop(words, random), text);
  }

  private String crop(WordRanges words, SplittableRandom random) {
    double share = least + random.nextDouble() * (most - least);
    return words.stretch(Math.max(1, (int) Math.round(share * words.count())), random);
  }
}
