package magnet.train;

/**
 * How views are made of texts.
 *
 * @param maxTokens the longest view in tokens, at least 8; longer texts are cut at a random place
 * @param maskShare share of context tokens that are masked, in (0, 1)
 * @param maskToken the id that masks
 * @param spans where spans lie
 * @param wholeShare share of texts that are all span, from the begin token to the end token: they
 *     keep left-to-right modelling alive; in [0, 1]
 * @param positives where x and x+ come from
 * @param instruction put before x and x+; may be empty
 */
public record ViewSettings(
    int maxTokens,
    double maskShare,
    int maskToken,
    SpanSource spans,
    double wholeShare,
    PositiveSource positives,
    String instruction) {

  private static final int FEWEST_TOKENS = 8;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one lies outside its range
   */
  public ViewSettings {
    if (maxTokens < FEWEST_TOKENS) {
      throw new IllegalArgumentException(
          "Views of at most "
              + maxTokens
              + " tokens are too short to learn from; allow at least "
              + FEWEST_TOKENS
              + ".");
    }
    if (!(wholeShare >= 0 && wholeShare <= 1)) {
      throw new IllegalArgumentException(
          "A share of " + wholeShare + " wholly-span texts is not in [0, 1]; 0.25 is usual.");
    }
  }
}
