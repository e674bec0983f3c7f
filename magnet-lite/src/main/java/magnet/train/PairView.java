package magnet.train;

import java.util.Arrays;

/**
 * The views x and x+ of one text, which should get the same embedding.
 *
 * <p>The arrays are not copied and must not be changed afterwards.
 *
 * @param anchor the tokens of x
 * @param positive the tokens of x+
 * @param of the text that both are views of
 */
public record PairView(int[] anchor, int[] positive, String of) {

  /**
   * Whether this pair and another are of equal texts, so that neither is a negative of the other:
   * they were made of the same text, or one's view is also the other's.
   */
  public boolean isOfSameText(PairView other) {
    return of.equals(other.of)
        || Arrays.equals(anchor, other.anchor)
        || Arrays.equals(anchor, other.positive)
        || Arrays.equals(positive, other.anchor)
        || Arrays.equals(positive, other.positive);
  }
}
