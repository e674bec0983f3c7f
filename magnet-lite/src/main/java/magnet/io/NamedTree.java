package magnet.io;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is at a name, read as what it should be; errors name the place, the value and what was
 * expected.
 *
 * @param meaning replaces variables in a text, and knows where paths begin
 */
record NamedTree(String name, Tree tree, TextMeaning meaning) {

  /** Each of a list, or one alone. */
  Stream<NamedTree> items() {
    return tree instanceof Tree.Items list
        ? list.items().stream().map(each -> new NamedTree(name, each, meaning))
        : Stream.of(this);
  }

  /** A section; a value of YAML that says nothing is an empty one. */
  KeyedReader section() {
    return section(name);
  }

  /** The same under another name. */
  KeyedReader section(String called) {
    if (tree instanceof Tree.Section section) {
      return new KeyedReader(section, called, meaning);
    }
    if (tree instanceof Tree.Value value && value.isNothing() && !value.typed()) {
      return new KeyedReader(Tree.Section.empty(tree.place()), called, meaning);
    }
    throw unexpected("a section with names");
  }

  /** A section, or one value alone, which is short for a section that says nothing else. */
  KeyedReader sectionOrValue(String plain) {
    if (tree instanceof Tree.Value value && !value.isNothing()) {
      return new KeyedReader(
          Tree.Section.empty(tree.place()).with(plain, tree.place(), tree), name, meaning);
    }
    return section();
  }

  String text() {
    if (tree instanceof Tree.Value value && value.isText() && !value.isNothing()) {
      return replaced(value);
    }
    throw tree instanceof Tree.Value value && !value.typed()
        ? refusal("has no value; give one, or leave the name out")
        : unexpected("a text");
  }

  boolean flag() {
    String expected = "true or false";
    return switch (literal(expected)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unexpected(expected);
    };
  }

  double number(Range range) {
    String expected = "a number" + range.inWords();
    double number = Double.NaN;
    try {
      number = Double.parseDouble(literal(expected));
    } catch (NumberFormatException e) {
      // not a number: refused below, with what was expected
    }
    if (!Double.isFinite(number) || !range.holds(number)) {
      throw unexpected(expected);
    }
    return number;
  }

  int whole(int least) {
    return (int) whole(least, Integer.MAX_VALUE);
  }

  long whole(int least, long most) {
    String expected =
        "a whole number" + (least > Integer.MIN_VALUE ? Range.atLeast(least).inWords() : "");
    try {
      long number = new BigDecimal(literal(expected).replace("_", "")).longValueExact();
      if (number >= least && number <= most) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // not a whole number: refused below
    }
    throw unexpected(expected);
  }

  <T> T choice(Map<String, T> choices) {
    T chosen = choices.get(text());
    if (chosen == null) {
      throw unexpected(String.join(" or ", new TreeSet<>(choices.keySet())));
    }
    return chosen;
  }

  /** A file or folder, which must be readable. */
  Path path() {
    String text = text();
    try {
      Path path = meaning.from().resolve(text);
      if (!Files.exists(path)) {
        throw refusal(
            "is %s, which does not exist (looked for it from %s)"
                .formatted(text, meaning.from().toAbsolutePath()));
      }
      if (!Files.isReadable(path)) {
        throw refusal("is %s, which this user may not read".formatted(text));
      }
      return path;
    } catch (InvalidPathException e) {
      throw refusal("is \"%s\", which is not a path: %s".formatted(text, e.getReason()));
    }
  }

  /** The text of what is written as a number, or as true or false. */
  private String literal(String expected) {
    if (tree instanceof Tree.Value value && value.typed()) {
      if (!value.quoted()) {
        return value.text();
      }
      throw unexpected(expected);
    }
    return text();
  }

  IllegalArgumentException unexpected(String expected) {
    return refusal("is %s, expected %s".formatted(shown(), expected));
  }

  private IllegalArgumentException refusal(String reason) {
    return tree.place().refusal(name + " " + reason);
  }

  private String shown() {
    if (tree instanceof Tree.Value value) {
      Tree said = new Tree.Value(tree.place(), replaced(value), value.quoted(), value.typed());
      return Quoted.value(said.toString());
    }
    return Quoted.value(tree.toString());
  }

  private String replaced(Tree.Value value) {
    return meaning.in(value.text(), value.place());
  }
}
