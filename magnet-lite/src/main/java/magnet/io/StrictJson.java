package magnet.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON by its grammar (RFC 8259), or checks a text against it before another parser sees it:
 * Gson's accepts what other readers of the same file do not, and the native tokenizer ends the
 * process over it.
 *
 * <p>Refused, besides what is malformed: strings that are not valid Unicode, numbers beyond a
 * double, and values nested more than 100 deep, so that the text may afterwards be read
 * recursively. A byte order mark at the beginning is skipped.
 */
public final class StrictJson {

  /** Serde, the native tokenizer's reader, gives up at 128; no model file comes near. */
  private static final int DEEPEST = 100;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private static final int LONGEST_NUMBER = 400;
  private static final long MOST_BYTES = 256 << 20;

  private final String text;
  private final String source;
  private final boolean builds;
  private final StringBuilder string = new StringBuilder();
  private int at;
  private int depth;
  private int line = 1;
  private int counted;

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

  /** Builds a tree, or else only checks the text. */
  private StrictJson(String text, String source, boolean builds) {
    this.text = text;
    this.source = source;
    this.builds = builds;
  }

  /**
   * Reads a file of JSON in UTF-8: its text, which is one JSON value.
   *
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
      LfsPointer.refuse(file);
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 text; download it again.", e);
    } catch (IOException e) {
      throw Unreadable.of(file, e);
    }
    named(text, file.toString(), false);
    return text;
  }

  /**
   * Checks a text against the grammar.
   *
   * @throws Fault if it is not one JSON value
   */
  public static void check(String text) {
    new StrictJson(text, "", false).whole();
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is not one JSON value; the message names the source, the
   *     line and the remedy
   */
  public static Tree tree(String text, String source) {
    return named(text, source, true);
  }

  /**
   * Reads a text whose place the caller adds to messages.
   *
   * @throws Fault if it is not one JSON value
   */
  public static Tree tree(String text) {
    return new StrictJson(text, "", true).whole();
  }

  private static Tree named(String text, String source, boolean builds) {
    try {
      return new StrictJson(text, source, builds).whole();
    } catch (Fault fault) {
      throw new IllegalArgumentException(
          "%s is not valid JSON (line %d: %s); %s."
              .formatted(source, fault.line, fault.getMessage(), fault.remedy),
          fault);
    }
  }

  private Tree whole() {
    if (text.startsWith("\uFEFF")) {
      at = 1;
    }
    Tree tree = value();
    skipSpace();
    if (at < text.length()) {
      throw fault("malformed, as something follows the end");
    }
    return tree;
  }

  private Tree value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> built(place(), string(), true);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private Tree built(SourceLocation place, String value, boolean quoted) {
    return builds ? new Tree.Value(place, value, quoted, true) : null;
  }

  private Tree object() {
    SourceLocation place = place();
    Map<String, Tree> values = new LinkedHashMap<>();
    Map<String, SourceLocation> places = new HashMap<>();
    members(
        '}',
        () -> {
          skipSpace();
          if (peek() != '"') {
            throw fault("malformed, expected a name in double quotes");
          }
          SourceLocation here = place();
          String name = string();
          skipSpace();
          expect(':');
          Tree value = value();
          if (builds) {
            values.put(name, value);
            places.put(name, here);
          }
        });
    return builds ? new Tree.Section(place, values, places) : null;
  }

  private Tree array() {
    SourceLocation place = place();
    List<Tree> items = new ArrayList<>();
    members(
        ']',
        () -> {
          Tree item = value();
          if (builds) {
            items.add(item);
          }
        });
    return builds ? new Tree.Items(place, items) : null;
  }

  /** Where the next value begins. */
  private SourceLocation place() {
    if (!builds) {
      return null;
    }
    for (; counted < at; counted++) {
      line += text.charAt(counted) == '\n' ? 1 : 0;
    }
    return new SourceLocation(source, line);
  }

  /** Reads what is between brackets, each member after a comma but the first. */
  private void members(char end, Runnable member) {
    at++;
    if (++depth > DEEPEST) {
      throw fault("values are nested more than " + DEEPEST + " deep");
    }
    skipSpace();
    if (peek() != end) {
      member.run();
      for (skipSpace(); peek() == ','; skipSpace()) {
        at++;
        member.run();
      }
    }
    expect(end);
    depth--;
  }

  private String string() {
    at++;
    string.setLength(0);
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw fault("malformed, as a string holds a raw control character");
      }
      char unit = c == '\\' ? escaped() : c;
      if (Character.isLowSurrogate(unit)) {
        throw halfACharacter();
      }
      string.append(unit);
      if (Character.isHighSurrogate(unit)) {
        char low = next();
        low = low == '\\' ? escaped() : low;
        if (!Character.isLowSurrogate(low)) {
          throw halfACharacter();
        }
        string.append(low);
      }
    }
    return builds ? string.toString() : null;
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
    int known = "\"\\/bfnrt".indexOf(c);
    if (known < 0) {
      throw fault("malformed, as a string holds the unknown escape \\" + Quoted.value("" + c));
    }
    return "\"\\/\b\f\n\r\t".charAt(known);
  }

  private Tree number() {
    SourceLocation place = place();
    Matcher found = NUMBER.matcher(text).region(at, text.length());
    if (!found.lookingAt()) {
      throw notANumber(found.hitEnd());
    }
    String number = found.group();
    if (number.length() > LONGEST_NUMBER || Double.isInfinite(Double.parseDouble(number))) {
      String begin = number.substring(0, Math.min(number.length(), LONGEST_NUMBER));
      throw fault(
          "the number " + Quoted.value(begin) + " is beyond a double", "write a smaller one there");
    }
    at = found.end();
    if (at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0) {
      throw notANumber(found.hitEnd());
    }
    return built(place, number, false);
  }

  private Fault notANumber(boolean isCutOff) {
    for (String word : new String[] {"NaN", "Infinity", "-Infinity"}) {
      if (text.startsWith(word, at)) {
        return fault(
            word + ", which Python writes, is no number of JSON",
            "write a finite number or null there");
      }
    }
    return isCutOff ? ended() : fault("malformed, expected a value");
  }

  private Tree word(String word) {
    if (!text.startsWith(word, at)) {
      throw fault("malformed, expected " + word);
    }
    SourceLocation place = place();
    at += word.length();
    return built(place, word, false);
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
