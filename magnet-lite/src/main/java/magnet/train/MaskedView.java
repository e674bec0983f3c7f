package magnet.train;

import magnet.model.TokenSequence;

/**
 * The view x_m of one text: context with masked tokens, and spans.
 *
 * <p>The arrays are not copied and must not be changed afterwards.
 *
 * @param tokens the text's own token ids, which the losses ask for; {@code [tokens]}
 * @param input what the model reads: {@code tokens}, except for the masked ones; {@code [tokens]}
 * @param span for each token, whether it is a span token; {@code [tokens]}
 * @param masked the context tokens that are to be recovered, in rising order; each follows a
 *     context token
 */
public record MaskedView(int[] tokens, int[] input, boolean[] span, int[] masked) {

  /** What the model reads, with which token may see which. */
  public TokenSequence sequence() {
    return TokenSequence.hybrid(input, span);
  }
}
