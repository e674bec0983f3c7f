package magnet.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import magnet.infer.TextFrame;

/**
 * Which context tokens are masked, and by what: of those chosen, 80 % become the mask token, 10 % a
 * random token, 10 % stay (Devlin et al., BERT, 2019; the paper's too).
 *
 * <p>Never chosen are the frame's begin and end tokens and a token directly after a span, whose
 * predictor would be a span token.
 *
 * @param share of the context tokens that can be chosen, in (0, 1); the paper's is 0.2. At least
 *     one token is chosen where there is one to choose
 * @param token the text of the token that replaces a masked one; empty: the tokenizer's own mask
 *     token, else {@code "_"}
 */
public record Masking(double share, String token) {

  private static final double MASK = 0.8;
  private static final double RANDOM = 0.9;

  /** Checks the share. */
  public Masking {
    requireShare(share);
  }

  /** Refuses a share that is not in (0, 1). */
  public static void requireShare(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "A mask share of " + share + " is not above 0 and below 1; the paper's is 0.2.");
    }
  }

  /**
   * The id of the token that masks.
   *
   * @throws IllegalArgumentException if it is not one token of the tokenizer
   */
  int maskId(TextFrame frame) {
    if (token.isEmpty()) {
      return frame.maskToken();
    }
    int[] ids = frame.tokenizer().encode(token).ids();
    if (ids.length != 1) {
      throw new IllegalArgumentException(
          "The mask token \"%s\" is %s tokens of this tokenizer, expected one; name another."
              .formatted(token, ids.length));
    }
    return ids[0];
  }

  /** Masks tokens of one text; random tokens are below {@code vocabulary}. */
  MaskedView mask(
      TextTokens text, boolean[] span, int maskId, int vocabulary, SplittableRandom random) {
    int[] tokens = text.tokens().ids();
    int[] candidates = new int[text.own()];
    int count = 0;
    for (int t = text.from(); t < text.to(); t++) {
      if (!span[t] && !span[t - 1]) {
        candidates[count++] = t;
      }
    }
    int chosen = Math.min(count, Math.max(1, (int) Math.round(share * count)));
    for (int i = 0; i < chosen; i++) {
      int j = random.nextInt(i, count);
      int swapped = candidates[i];
      candidates[i] = candidates[j];
      candidates[j] = swapped;
    }
    int[] masked = Arrays.copyOf(candidates, chosen);
    Arrays.sort(masked);
    int[] input = tokens.clone();
    for (int t : masked) {
      double how = random.nextDouble();
      if (how < MASK) {
        input[t] = maskId;
      } else if (how < RANDOM) {
        input[t] = random.nextInt(vocabulary);
      }
    }
    return new MaskedView(tokens, input, span, masked);
  }
}
