package magnet.pocket.grammar;

/** Parts of speech of what is not a word: punctuation marks and contractions. */
public final class Marks {

  private Marks() {}

  /**
   * The tag of a mark.
   *
   * @throws IllegalStateException if the world has no such mark
   */
  public static String tag(String mark) {
    return switch (mark) {
      case ",", "." -> mark;
      case "!", "?" -> ".";
      case ";", ":" -> ":";
      case "\"" -> "\"";
      case "n't" -> "RB";
      case "'s" -> "POS";
      case "'ll", "'d" -> "MD";
      case "'m", "'re", "'ve" -> "VBP";
      default -> throw new IllegalStateException("no tag for the mark \"%s\"".formatted(mark));
    };
  }
}
