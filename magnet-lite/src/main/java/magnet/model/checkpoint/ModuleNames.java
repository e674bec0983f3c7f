package magnet.model.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import magnet.io.KeyedReader;
import magnet.io.Quoted;

/**
 * Which modules of a model peft's {@code target_modules} or {@code exclude_modules} mean: a list of
 * names, a regular expression for whole paths, or all linear maps of the layers.
 *
 * @param names paths, or their ends; empty where there is an expression
 * @param expression for whole paths, or null
 */
record ModuleNames(List<String> names, Pattern expression) {

  private static final String IN_LAYERS = ".*\\d.*";

  private static final int LONGEST_EXPRESSION = 2000;

  /** Steps for one path; expressions of published adapters take some hundreds. */
  private static final int MOST_STEPS = 100_000;

  /** Reads them; refuses what is neither, and expressions that Java does not know. */
  static ModuleNames of(KeyedReader json, String key) {
    if (!json.isText(key)) {
      return new ModuleNames(json.texts(key).orElse(List.of()), null);
    }
    String text = json.neededText(key);
    if (text.equals(AdapterConfig.ALL_LINEAR)) {
      return new ModuleNames(List.of(), Pattern.compile(IN_LAYERS));
    }
    return new ModuleNames(List.of(), compiled(json, key, text));
  }

  /**
   * Python's regular expressions are Java's, but for how groups are named.
   *
   * @throws IllegalArgumentException if Java does not know the expression
   */
  static Pattern compiled(KeyedReader json, String key, String expression) {
    if (expression.length() > LONGEST_EXPRESSION) {
      throw json.unexpected(
          key,
          "a regular expression of at most %s characters; write the projections out as a list"
              .formatted(LONGEST_EXPRESSION));
    }
    try {
      return Pattern.compile(expression.replace("(?P<", "(?<"));
    } catch (PatternSyntaxException e) {
      throw json.unexpected(
          key,
          "a regular expression that Java knows (%s); write the projections out as a list"
              .formatted(e.getDescription()));
    } catch (StackOverflowError e) {
      throw tooHard(expression, e); // the compiler calls itself for every bracket
    }
  }

  /**
   * Matches a whole path, for a limited time: some expressions try more ways than there are atoms.
   *
   * @throws IllegalArgumentException if it takes too long
   */
  static Optional<MatchResult> match(Pattern expression, String path) {
    Matcher matcher = expression.matcher(new Steps(expression, path));
    try {
      return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    } catch (StackOverflowError e) {
      throw tooHard(expression.pattern(), e); // the matcher calls itself for every repetition
    }
  }

  private static IllegalArgumentException tooHard(String expression, Throwable cause) {
    return new IllegalArgumentException(
        "The regular expression \""
            + Quoted.value(expression)
            + "\" of the adapter takes too long to match the name of a module, expected one of"
            + " adapter_config.json that is simple; write the projections out as a list.",
        cause);
  }

  /** A path that counts how often a matcher looks at it. */
  private static final class Steps implements CharSequence {

    private final Pattern expression;
    private final String path;
    private int taken;

    Steps(Pattern expression, String path) {
      this.expression = expression;
      this.path = path;
    }

    @Override
    public char charAt(int index) {
      if (++taken > MOST_STEPS) {
        throw tooHard(expression.pattern(), null);
      }
      return path.charAt(index);
    }

    @Override
    public int length() {
      return path.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return path.substring(start, end);
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /** Whether a module is meant by a whole path in the list: then peft checks nothing else. */
  boolean nameWhole(String path) {
    return names.contains(path);
  }

  /** Whether a module is meant, given as {@code model.layers.0.self_attn.q_proj}. */
  boolean mean(String path) {
    if (expression != null) {
      return match(expression, path).isPresent();
    }
    return nameWhole(path) || names.stream().anyMatch(name -> path.endsWith("." + name));
  }

  @Override
  public String toString() {
    String shown =
        expression == null
            ? names.toString()
            : expression.pattern().equals(IN_LAYERS)
                ? AdapterConfig.ALL_LINEAR
                : expression.pattern();
    return Quoted.value(shown);
  }
}
