package magnet.train;

import java.io.Serializable;
import java.util.SplittableRandom;
import magnet.data.WordRanges;
import magnet.train.PositiveSource.Positives;

/**
 * What the views of all objectives have in common.
 *
 * @param maxTokens the longest view in tokens, at least 8; longer texts are cut at a random place
 */
public record ViewSettings(int maxTokens, SpanSource spans, PositiveSource positives)
    implements Serializable {

  private static final int FEWEST_TOKENS = 8;

  /** Refuses a length that is too short. */
  public ViewSettings {
    if (maxTokens < FEWEST_TOKENS) {
      throw new IllegalArgumentException(
          "Views of at most %s tokens are too short to learn from; allow at least %s."
              .formatted(maxTokens, FEWEST_TOKENS));
    }
  }

  /** The views x and x+ of a text, or of as many of its words as a view has tokens. */
  public Positives pair(String text, SplittableRandom random) {
    WordRanges words = WordRanges.of(text);
    String stretch = words.count() <= maxTokens ? text : words.stretch(maxTokens, random);
    Positives pair = positives.pair(stretch, random);
    // two stretches of one long text are of the same text
    return pair.of().equals(stretch) ? new Positives(pair.x(), pair.positive(), text) : pair;
  }
}
