package magnet.train;

import java.util.List;
import magnet.data.TextRange;
import magnet.model.tokenizer.TokenizedText;

/**
 * A document's tokens in their frame, cut to the length of a view.
 *
 * @param tokens begin token, text, end token, as far as there are any; ranges count chars of the
 *     whole document
 * @param from the first token that may be asked for: of the text's own, and never the first of all,
 *     as nothing precedes it to predict it
 * @param to one past the text's own last token
 * @param sentences the sentences of the whole document; may be empty
 */
public record TextTokens(TokenizedText tokens, int from, int to, List<TextRange> sentences) {

  /** How many tokens can be asked for. */
  public int own() {
    return Math.max(0, to - from);
  }
}
