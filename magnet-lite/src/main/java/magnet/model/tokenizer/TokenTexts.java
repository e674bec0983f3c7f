package magnet.model.tokenizer;

import java.util.Arrays;
import java.util.List;

/** Tokens as a reader wants to see them. */
public final class TokenTexts {

  private TokenTexts() {}

  /**
   * The text of each token on its own. Vocabularies write a space and a line end as a character of
   * their own (Ġ and Ċ in byte-level ones, ▁ in SentencePiece's); here they are what they mean.
   * Other parts of characters stay as the vocabulary writes them; an id without a token is shown as
   * a number.
   */
  public static List<String> of(TextTokenizer tokenizer, int[] ids) {
    return Arrays.stream(ids)
        .mapToObj(id -> name(tokenizer, id).replace('Ġ', ' ').replace('▁', ' ').replace('Ċ', '\n'))
        .toList();
  }

  /** A token as the vocabulary writes it, or its id where no token has it. */
  public static String name(TextTokenizer tokenizer, int id) {
    return tokenizer.hasToken(id) ? tokenizer.token(id) : "[" + id + "]";
  }
}
