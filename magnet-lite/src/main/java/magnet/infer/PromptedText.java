package magnet.infer;

/**
 * A prompt and what follows it, joined as they are: the space between belongs to one of the two.
 *
 * @param prompt may be empty if the tokenizer adds a begin token
 * @param continuation not empty
 */
public record PromptedText(String prompt, String continuation) {

  /** Refuses an empty continuation. */
  public PromptedText {
    if (continuation.isEmpty()) {
      throw new IllegalArgumentException(
          "The continuation of \"" + prompt + "\" is empty, expected text that can be scored.");
    }
  }
}
