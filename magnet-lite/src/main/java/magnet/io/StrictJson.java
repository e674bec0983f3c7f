package magnet.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks a text against the grammar of JSON (RFC 8259) before a parser sees it: Gson's accepts what
 * other readers of the same file do not, and the native tokenizer ends the process over it.
 *
 * <p>Refused, besides what is malformed: strings that are not valid Unicode, numbers beyond a
 * double, and values nested more than 100 deep, so that the text may afterwards be read
 * recursively. A byte order mark at the beginning is skipped.
 */
public final class StrictJson {

  /** Serde, the native tokenizer's reader, gives up at 128; no model file comes near. */
  private static final int DEEPEST = 100;

  private static final int LONGEST_NUMBER = 400;
  private static final long MOST_BYTES = 256 << 20;

  private final String text;
  private int at;
  private int depth;

  /** What is wrong with a text, in a part of a sentence, and where. */
  public static final class Fault extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String remedy;
    private final int line;

    private Fault(String reason, String remedy, int line) {
      super(reason);
      this.remedy = remedy;
      this.line = line;
    }

    /** The line, counted from 1. */
    public int line() {
      return line;
    }
  }

  private StrictJson(String text) {
    this.text = text;
  }

  /**
   * Reads a file of JSON.
   *
   * @param file the file, in UTF-8
   * @return its text, which is one JSON value
   * @throws IllegalArgumentException if it is none; the message names the file, the line and the
   *     remedy
   * @throws UncheckedIOException if it cannot be read
   */
  public static String read(Path file) {
    String text;
    try {
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw new IllegalArgumentException(
            file + " has " + bytes + " bytes, expected JSON of 256 MiB at most; correct the path.");
      }
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 text; download it again.", e);
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    }
    check(text, file.toString());
    return text;
  }

  /**
   * Checks a text against the grammar.
   *
   * @param place where it comes from, for the message
   * @throws IllegalArgumentException if it is not one JSON value; the message names the place, the
   *     line and the remedy
   */
  public static void check(String text, String place) {
    try {
      check(text);
    } catch (Fault fault) {
      throw new IllegalArgumentException(
          place
              + " is not valid JSON (line "
              + fault.line
              + ": "
              + fault.getMessage()
              + "); "
              + fault.remedy
              + ".",
          fault);
    }
  }

  /**
   * Checks a text against the grammar.
   *
   * @throws Fault if it is not one JSON value
   */
  public static void check(String text) {
    StrictJson json = new StrictJson(text);
    if (text.startsWith("\uFEFF")) {
      json.at = 1;
    }
    json.value();
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.fault("malformed, as something follows the end");
    }
  }

  private void value() {
    skipSpace();
    switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void object() {
    open();
    if (!closes('}')) {
      do {
        skipSpace();
        if (peek() != '"') {
          throw fault("malformed, expected a name in double quotes");
        }
        string();
        skipSpace();
        expect(':');
        value();
      } while (goesOn('}'));
    }
    depth--;
  }

  private void array() {
    open();
    if (!closes(']')) {
      do {
        value();
      } while (goesOn(']'));
    }
    depth--;
  }

  private void open() {
    at++;
    if (++depth > DEEPEST) {
      throw fault("values are nested more than " + DEEPEST + " deep");
    }
  }

  private boolean closes(char end) {
    skipSpace();
    if (peek() != end) {
      return false;
    }
    at++;
    return true;
  }

  private boolean goesOn(char end) {
    skipSpace();
    if (peek() == ',') {
      at++;
      return true;
    }
    expect(end);
    return false;
  }

  private void string() {
    at++;
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw fault("malformed, as a string holds a raw control character");
      }
      char unit = c == '\\' ? escaped() : c;
      if (Character.isLowSurrogate(unit)) {
        throw halfACharacter();
      }
      if (Character.isHighSurrogate(unit)) {
        char low = next();
        if (!Character.isLowSurrogate(low == '\\' ? escaped() : low)) {
          throw halfACharacter();
        }
      }
    }
  }

  private char escaped() {
    char c = next();
    if (c == 'u') {
      int unit = 0;
      for (int i = 0; i < 4; i++) {
        int digit = "0123456789abcdef".indexOf(Character.toLowerCase(next()));
        if (digit < 0) {
          throw fault("malformed, as \\u is not followed by four hexadecimal digits");
        }
        unit = 16 * unit + digit;
      }
      return (char) unit;
    }
    if ("\"\\/bfnrt".indexOf(c) < 0) {
      throw fault("malformed, as a string holds the unknown escape \\" + Quoted.value("" + c));
    }
    return c;
  }

  private void number() {
    int begin = at;
    if (peek() == '-') {
      at++;
    }
    if (at < text.length() && peek() == '0') {
      at++;
    } else {
      digits(begin);
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits(begin);
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits(begin);
    }
    String number = text.substring(begin, Math.min(at, begin + LONGEST_NUMBER));
    if (at - begin > LONGEST_NUMBER || Double.isInfinite(Double.parseDouble(number))) {
      throw fault(
          "the number " + Quoted.value(number) + " is beyond a double",
          "write a smaller one there");
    }
  }

  private void digits(int begin) {
    int first = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == first) {
      throw notANumber(begin);
    }
  }

  private Fault notANumber(int begin) {
    String rest = text.substring(begin, Math.min(text.length(), begin + 9));
    for (String word : new String[] {"NaN", "Infinity", "-Infinity"}) {
      if (rest.startsWith(word)) {
        return fault(
            word + ", which Python writes, is no number of JSON",
            "write a finite number or null there");
      }
    }
    return at == text.length() ? ended() : fault("malformed, expected a value");
  }

  private void word(String word) {
    if (!text.startsWith(word, at)) {
      throw fault("malformed, expected " + word);
    }
    at += word.length();
  }

  private void expect(char c) {
    if (peek() != c) {
      throw fault("malformed, expected '" + c + "'");
    }
    at++;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at == text.length()) {
      throw ended();
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private Fault ended() {
    at = text.stripTrailing().length(); // the line of what was read last
    return fault("End of input where more was expected, as in a download that was cut off");
  }

  private Fault halfACharacter() {
    return fault("a string holds half a character (one surrogate alone), which is not Unicode");
  }

  private Fault fault(String reason) {
    return fault(reason, "restore the file as it was published");
  }

  private Fault fault(String reason, String remedy) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    return new Fault(reason, remedy, line);
  }
}
