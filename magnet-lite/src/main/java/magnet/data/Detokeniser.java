package magnet.data;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Undoes the tokenisation of WikiText, so that a paragraph reads as people write.
 *
 * <p>Split numbers and compounds ({@code @-@ @,@ @.@}), punctuation, brackets, slashes, signs of
 * currency and temperature, contractions and ranges of numbers are joined again. A straight double
 * quote opens and closes in turn. An apostrophe that is a token of its own is a possessive after a
 * plural (the dogs' bowl), a shortened year (the '70s), or else a quote, as far as its neighbours
 * show: some are guessed wrongly, since the tokens do not say. Nothing but spaces and the {@code @}
 * signs is dropped.
 */
final class Detokeniser {

  private static final Map<String, String> SPLIT_SIGNS = Map.of("@-@", "-", "@,@", ",", "@.@", ".");
  private static final Set<String> HOLDS_ON_TO_WHAT_IS_BEFORE =
      Set.of(
          ",", ".", ";", "!", "?", "%", "...", "....", "…", ")", "]", "}", "”", "’", "′", "″", ":");
  private static final Set<String> HOLDS_ON_TO_WHAT_FOLLOWS =
      Set.of("(", "[", "{", "“", "‘", "$", "£", "€", "₹", "₤", "¥", "#", "~");
  private static final Set<String> HOLDS_ON_TO_BOTH = Set.of("—", "/", "⁄", "‑", "‐");

  /** After these an apostrophe opens a quote, although they end in s. */
  private static final Set<String> NOT_POSSESSIVE =
      Set.of("is", "was", "as", "has", "its", "his", "this", "thus", "does", "us", "words", "says");

  private static final Set<String> DOLLARS = Set.of("US", "NZ", "HK", "AU", "CA");

  private final String[] tokens;
  private final StringBuilder text;
  private boolean insideDouble;
  private boolean insideSingle;

  /** Whether the token in front takes the next one without a space. */
  private boolean joined = true;

  private Detokeniser(String line) {
    this.tokens = line.strip().split(" ");
    this.text = new StringBuilder(line.length());
  }

  /** The paragraph as people write, from a line of a WikiText file. */
  static String ordinary(String line) {
    Detokeniser detokeniser = new Detokeniser(line);
    for (int i = 0; i < detokeniser.tokens.length; i++) {
      detokeniser.add(i);
    }
    return detokeniser.text.toString();
  }

  private void add(int i) {
    String token = tokens[i];
    if (token.isEmpty()) {
      return; // between two spaces
    }
    if (Character.isLetterOrDigit(token.charAt(0))) { // an ordinary word: most tokens
      put(token, false, false);
    } else if (SPLIT_SIGNS.containsKey(token)) {
      put(SPLIT_SIGNS.get(token), true, true);
    } else if (token.equals("\"")) {
      put(token, insideDouble, !insideDouble);
      insideDouble = !insideDouble;
    } else if (token.equals("'")) {
      addApostrophe(i);
    } else if (token.equals(":") || token.equals("–")) {
      boolean range = isDigit(last(i - 1)) && isDigit(first(i + 1));
      put(token, range || token.equals(":"), range);
    } else if (token.equals("°")) {
      boolean unit = i + 1 < tokens.length && tokens[i + 1].matches("[CFR]");
      put(token, !unit, unit);
    } else if (token.equals("−")) {
      put(token, false, isDigit(first(i + 1)) && !isDigit(last(i - 1)));
    } else if (token.equals("$")) {
      put(token, i > 0 && DOLLARS.contains(tokens[i - 1]), true);
    } else if (HOLDS_ON_TO_BOTH.contains(token)) {
      put(token, true, true);
    } else {
      put(
          token,
          HOLDS_ON_TO_WHAT_IS_BEFORE.contains(token) || isShortForm(i),
          HOLDS_ON_TO_WHAT_FOLLOWS.contains(token));
    }
  }

  private void addApostrophe(int i) {
    boolean behindWord = Character.isLetterOrDigit(last(i - 1)) || last(i - 1) == '>';
    if (insideSingle) {
      put("'", true, false);
      insideSingle = false;
    } else if (behindWord
        && Character.toLowerCase(last(i - 1)) == 's'
        && !NOT_POSSESSIVE.contains(tokens[i - 1])) {
      put("'", true, false);
    } else {
      put("'", false, true);
      insideSingle = !isDigit(first(i + 1)) && isClosedLater(i);
    }
  }

  private boolean isClosedLater(int opening) {
    return Arrays.asList(tokens).subList(opening + 1, tokens.length).contains("'");
  }

  /**
   * {@code 's}, {@code 't}, {@code 'Neill}: what an apostrophe begins belongs to the word before.
   */
  private boolean isShortForm(int i) {
    char before = last(i - 1);
    return tokens[i].length() > 1
        && tokens[i].charAt(0) == '\''
        && (Character.isLetterOrDigit(before) || before == '>' || before == '"' || before == ')');
  }

  private void put(String token, boolean holdsOnToBefore, boolean holdsOnToNext) {
    if (!joined && !holdsOnToBefore) {
      text.append(' ');
    }
    text.append(token);
    joined = holdsOnToNext;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The first character of a token, or a space where there is none. */
  private char first(int i) {
    return i < tokens.length && !tokens[i].isEmpty() ? tokens[i].charAt(0) : ' ';
  }

  /** The last character of a token, or a space where there is none. */
  private char last(int i) {
    return i >= 0 && !tokens[i].isEmpty() ? tokens[i].charAt(tokens[i].length() - 1) : ' ';
  }
}
