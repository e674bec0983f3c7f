package magnet.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One document as a decoder takes it: tokens, their positions in the text, and which of them are
 * span tokens.
 *
 * <p>The arrays are not copied and must not be changed afterwards.
 *
 * @param tokens token ids, {@code [tokens]}
 * @param positions each token's place in the text, {@code [tokens]}; 0, 1, 2, … unless something is
 *     left out, as in infilling, where the right context follows a blank
 * @param span for each token, whether it is a span token; {@code [tokens]}
 */
public record TokenSequence(int[] tokens, int[] positions, boolean[] span) {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if the sequence is empty or the arrays differ in length
   */
  public TokenSequence {
    if (tokens.length == 0) {
      throw new IllegalArgumentException(
          "A text of 0 tokens cannot go through the model; give at least one token.");
    }
    if (positions.length != tokens.length || span.length != tokens.length) {
      throw new IllegalArgumentException(
          ("Of %s tokens, %s positions and %s span flags are given; give one of each for every"
                  + " token.")
              .formatted(tokens.length, positions.length, span.length));
    }
  }

  /** All context: every token sees every token. */
  public static TokenSequence bidirectional(int[] tokens) {
    return hybrid(tokens, new boolean[tokens.length]);
  }

  /** All span: every token sees those up to itself. */
  public static TokenSequence causal(int[] tokens) {
    boolean[] span = new boolean[tokens.length];
    Arrays.fill(span, true);
    return hybrid(tokens, span);
  }

  /** Context and span tokens as flagged, positions in natural order. */
  public static TokenSequence hybrid(int[] tokens, boolean[] span) {
    int[] positions = new int[tokens.length];
    Arrays.setAll(positions, i -> i);
    return new TokenSequence(tokens, positions, span);
  }

  /** The number of tokens, at least 1. */
  public int length() {
    return tokens.length;
  }

  /** Whether no token is a span token. */
  public boolean isBidirectional() {
    return IntStream.range(0, span.length).noneMatch(i -> span[i]);
  }

  /** Whether every token is a span token. */
  public boolean isCausal() {
    return IntStream.range(0, span.length).allMatch(i -> span[i]);
  }

  /** The largest position. */
  public int lastPosition() {
    return Arrays.stream(positions).max().orElseThrow();
  }

  /** The distance from the smallest position to the largest. */
  int extent() {
    return lastPosition() - Arrays.stream(positions).min().orElseThrow();
  }
}
