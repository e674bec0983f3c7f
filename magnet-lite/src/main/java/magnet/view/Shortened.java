package magnet.view;

/** Texts made to fit on a label or into a cell: on one line, and cut where they are too long. */
public final class Shortened {

  private static final String ELLIPSIS = "…";

  private Shortened() {}

  /** The text on one line, with line ends shown as ↵ and tabs as spaces. */
  static String oneLine(String text) {
    return text.replaceAll("\\R", "↵").replace('\t', ' ');
  }

  /**
   * The text on one line, cut after {@code most - 1} characters and ended by … if it is longer.
   *
   * @param most how many characters (code points) the result may have, at least 1
   */
  public static String to(int most, String text) {
    String line = oneLine(text);
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)).stripTrailing() + ELLIPSIS;
  }
}
