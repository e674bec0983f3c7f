package magnet.model;

import java.util.Arrays;
import java.util.List;
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
 * @param branch for each token, the branch of the text that it is of, from 1 on; 0 for what comes
 *     before all branches. A token sees none of another branch than its own; {@code [tokens]}
 */
public record TokenSequence(int[] tokens, int[] positions, boolean[] span, int[] branch) {

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
    if (positions.length != tokens.length
        || span.length != tokens.length
        || branch.length != tokens.length) {
      throw new IllegalArgumentException(
          ("Of %s tokens, %s positions, %s span flags, and %s branches are given; give one of each"
                  + " for every token.")
              .formatted(tokens.length, positions.length, span.length, branch.length));
    }
  }

  /** A text without branches. */
  public TokenSequence(int[] tokens, int[] positions, boolean[] span) {
    this(tokens, positions, span, new int[tokens.length]);
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

  /**
   * Causal texts with a common prefix as one sequence: the prefix, then the rest of each. Every
   * token sees what it would see in its own text, at the same positions. Where all continuations
   * are empty it is one causal text. (Tree attention, as in SpecInfer, arXiv 2305.09781.)
   *
   * @param prefix what all begin with
   * @param continuations what follows it in each; may be empty
   */
  public static TokenSequence branching(int[] prefix, List<int[]> continuations) {
    int length = prefix.length + continuations.stream().mapToInt(each -> each.length).sum();
    int[] tokens = Arrays.copyOf(prefix, length);
    int[] positions = new int[length];
    int[] branch = new int[length];
    Arrays.setAll(positions, i -> i);
    int next = prefix.length;
    for (int i = 0; i < continuations.size(); i++) {
      int[] continuation = continuations.get(i);
      for (int t = 0; t < continuation.length; t++, next++) {
        tokens[next] = continuation[t];
        positions[next] = prefix.length + t;
        branch[next] = i + 1;
      }
    }
    boolean[] span = new boolean[length];
    Arrays.fill(span, true);
    return new TokenSequence(tokens, positions, span, branch);
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

  /** Whether no token is a span token or of a branch. */
  public boolean isBidirectional() {
    return IntStream.range(0, span.length).noneMatch(i -> span[i]) && !isBranching();
  }

  /** Whether every token is a span token, and none is of a branch. */
  public boolean isCausal() {
    return IntStream.range(0, span.length).allMatch(i -> span[i]) && !isBranching();
  }

  /** Whether some tokens are of branches. */
  public boolean isBranching() {
    return Arrays.stream(branch).anyMatch(of -> of > 0);
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
