package magnet.infer;

/**
 * What a model wrote after a prompt.
 *
 * @param tokens ids, without the end token; where a stop string ended the text, up to the token
 *     that completed the string
 * @param text the text, with the white space that it begins with
 * @param ending why it ends there
 */
public record Continuation(int[] tokens, String text, Ending ending) {

  @Override
  public String toString() {
    return text;
  }
}
