package magnet.pocket.grammar;

/** Words that change with the number of the thing they speak of. */
public final class Agreement {

  private Agreement() {}

  /**
   * The word for a form of a slot.
   *
   * @param form {@code it}, {@code obj}, {@code was}, {@code is} or {@code one}
   * @throws IllegalStateException if there is no such form
   */
  public static Token of(String form, boolean plural) {
    return switch (form) {
      case "it" -> new Token(plural ? "they" : "it", "PRP", "");
      case "obj" -> new Token(plural ? "them" : "it", "PRP", "");
      case "was" -> new Token(plural ? "were" : "was", "VBD", "");
      case "is" -> plural ? new Token("are", "VBP", "") : new Token("is", "VBZ", "");
      case "one" -> plural ? new Token("ones", "NNS", "") : new Token("one", "NN", "");
      default -> throw new IllegalStateException("phrases have no form \"%s\"".formatted(form));
    };
  }
}
