package magnet.io;

/**
 * Text of a file as a message may show it: short, and with escapes for what would be invisible or
 * would affect a terminal.
 */
public final class Quoted {

  private static final int LONGEST_VALUE = 80;
  private static final int LONGEST_SENTENCE = 800;
  private static final String CUT = "…";

  private Quoted() {}

  /** A value: its first 80 characters. */
  public static String value(String text) {
    return text.length() <= LONGEST_VALUE
        ? printable(text)
        : printable(text.substring(0, start(text, LONGEST_VALUE))) + CUT;
  }

  /**
   * A sentence that text of a file went into: at most 800 characters of it, cut in the middle, so
   * that the place at its beginning and the remedy at its end stay.
   */
  public static String sentence(String text) {
    String whole = printable(text.length() > 4 * LONGEST_SENTENCE ? cut(text) : text);
    return whole.length() > LONGEST_SENTENCE ? cut(whole) : whole;
  }

  private static String cut(String text) {
    int half = LONGEST_SENTENCE / 2 - 1;
    int end = text.length() - half;
    if (Character.isLowSurrogate(text.charAt(end))) {
      end++;
    }
    return text.substring(0, start(text, half)) + CUT + text.substring(end);
  }

  /** Where a cut after this many chars falls, so that no character is cut in two. */
  private static int start(String text, int chars) {
    return Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                shown.appendCodePoint(c);
              } else if (c == '\n') {
                shown.append("\\n");
              } else if (c == '\t') {
                shown.append("\\t");
              } else {
                for (char unit : Character.toChars(c)) {
                  shown.append("\\u%04x".formatted((int) unit));
                }
              }
            });
    return shown.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
