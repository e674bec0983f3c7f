package magnet.pocket;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the notation of frames, in which the resources of the world are written: words, {@code
 * {slots}}, {@code (one|of|several)}, {@code [perhaps]}.
 */
final class FrameReader {

  private static final Pattern SLOT = Pattern.compile("\\{([a-zA-Z]+)(?:\\.([a-z]+))?}");
  private static final Pattern WORD =
      Pattern.compile(
          "((?:Mr|Mrs|Ms|Dr)\\.|[\\p{L}\\d][\\p{L}\\d'-]*)(?:/([A-Z$]+))?(?:/([A-Z]+))?");
  private static final Pattern CLITIC =
      Pattern.compile("(.+?)(n't|'(?:s|m|ll|re|ve|d))", Pattern.CASE_INSENSITIVE);
  private static final Pattern PART =
      Pattern.compile("(?i:Mr|Mrs|Ms|Dr)\\.|[\\p{L}\\d][\\p{L}\\d'-]*|[^\\s\\p{L}\\d]");

  private final String line;
  private int at;

  private FrameReader(String line) {
    this.line = line;
  }

  /** Reads a frame; words with a capital belong to the given kind of name, which may be empty. */
  static List<Node> read(String line, String entity) {
    FrameReader reader = new FrameReader(line);
    List<List<Node>> options = reader.options(entity);
    if (reader.at < line.length() || options.size() != 1) {
      throw reader.refusal("a bracket or bar too many");
    }
    return options.get(0);
  }

  /** Splits a written sentence into the words and marks of which frames are made. */
  static List<String> words(String sentence) {
    return PART.matcher(sentence).results().flatMap(part -> parts(part.group()).stream()).toList();
  }

  /** The word, or the two that the Penn Treebank makes of one such as {@code couldn't}. */
  private static List<String> parts(String word) {
    Matcher clitic = CLITIC.matcher(word);
    return clitic.matches() ? List.of(clitic.group(1), clitic.group(2)) : List.of(word);
  }

  private List<List<Node>> options(String entity) {
    List<List<Node>> options = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    while (at < line.length() && line.charAt(at) != ')' && line.charAt(at) != ']') {
      char c = line.charAt(at);
      switch (c) {
        case ' ' -> at++;
        case '|' -> {
          at++;
          options.add(List.copyOf(nodes));
          nodes.clear();
        }
        case '(' -> nodes.add(new Node.Choice(bracket(entity, ')')));
        case '[' -> {
          List<List<Node>> inside = new ArrayList<>(bracket(entity, ']'));
          inside.add(0, List.of());
          nodes.add(new Node.Choice(List.copyOf(inside)));
        }
        case '{' -> nodes.add(slot());
        case ',', '.', '!', '?', ';', ':', '"' -> {
          at++;
          nodes.add(new Node.Word(String.valueOf(c), "", ""));
        }
        case '\'' -> {
          at++;
          if (!line.startsWith("s", at)) {
            throw refusal("an apostrophe that is not 's");
          }
          at++;
          nodes.add(new Node.Word("'s", "", ""));
        }
        default -> word(nodes, entity);
      }
    }
    options.add(List.copyOf(nodes));
    return options;
  }

  private List<List<Node>> bracket(String entity, char close) {
    at++;
    List<List<Node>> inside = options(entity);
    if (at == line.length() || line.charAt(at) != close) {
      throw refusal("a bracket is not closed by '" + close + "'");
    }
    at++;
    return List.copyOf(inside);
  }

  private Node slot() {
    Matcher matcher = SLOT.matcher(line).region(at, line.length());
    if (!matcher.lookingAt()) {
      throw refusal("a slot must be {role} or {role.form}");
    }
    at = matcher.end();
    String role = matcher.group(1);
    String form = matcher.group(2) == null ? "" : matcher.group(2);
    boolean introduces = Character.isUpperCase(role.charAt(0));
    role = Character.toLowerCase(role.charAt(0)) + role.substring(1);
    return switch (role) {
      case "he", "him", "his", "himself" -> new Node.Slot("who", role, false);
      default -> new Node.Slot(role, form, introduces);
    };
  }

  private void word(List<Node> nodes, String entity) {
    Matcher matcher = WORD.matcher(line).region(at, line.length());
    if (!matcher.lookingAt()) {
      throw refusal("no word can begin with '" + line.charAt(at) + "'");
    }
    at = matcher.end();
    String text = matcher.group(1);
    String tag = matcher.group(2) == null ? text.endsWith(".") ? "NNP" : "" : matcher.group(2);
    String name = matcher.group(3);
    if (name == null) {
      name = Character.isUpperCase(text.charAt(0)) ? entity : "";
    }
    for (String part : parts(text)) {
      nodes.add(new Node.Word(part, tag, name));
      tag = "";
    }
  }

  private IllegalStateException refusal(String why) {
    return new IllegalStateException("frame \"%s\", character %d: %s".formatted(line, at + 1, why));
  }
}
