package magnet.train;

import java.io.Serializable;

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
}
