package magnet.io;

import static java.util.stream.Collectors.joining;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a file as a message may show it: short, and with escapes for what would be invisible or
 * would affect a terminal.
 */
public final class Quoted {

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}]");

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
    return UNPRINTABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(escaped(found.group())));
  }

  private static String escaped(String character) {
    return switch (character) {
      case "\n" -> "\\n";
      case "\t" -> "\\t";
      default -> character.chars().mapToObj(unit -> "\\u%04x".formatted(unit)).collect(joining());
    };
  }
}
