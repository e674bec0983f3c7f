package magnet.model.checkpoint;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import magnet.io.JsonFile;

/**
 * Which modules of a model peft's {@code target_modules} or {@code exclude_modules} mean: a list of
 * names, a regular expression for whole paths, or all linear maps of the layers.
 *
 * @param names paths, or their ends; empty where there is an expression
 * @param expression for whole paths, or null
 */
record ModuleNames(List<String> names, Pattern expression) {

  private static final String IN_LAYERS = ".*\\d.*";

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if it is neither, or Java does not know the expression
   */
  static ModuleNames of(JsonFile json, String key) {
    if (!json.isText(key)) {
      return new ModuleNames(json.texts(key), null);
    }
    String text = json.text(key);
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
  static Pattern compiled(JsonFile json, String key, String expression) {
    try {
      return Pattern.compile(expression.replace("(?P<", "(?<"));
    } catch (PatternSyntaxException e) {
      throw json.unexpected(
          key,
          "a regular expression that Java knows ("
              + e.getDescription()
              + "); write the projections out as a list");
    }
  }

  /** Whether a module is meant by a whole path in the list: then peft asks no more questions. */
  boolean nameWhole(String path) {
    return names.contains(path);
  }

  /**
   * Whether a module is meant.
   *
   * @param path as in {@code model.layers.0.self_attn.q_proj}
   */
  boolean mean(String path) {
    if (expression != null) {
      return expression.matcher(path).matches();
    }
    return nameWhole(path) || names.stream().anyMatch(name -> path.endsWith("." + name));
  }

  @Override
  public String toString() {
    return expression == null
        ? names.toString()
        : expression.pattern().equals(IN_LAYERS) ? AdapterConfig.ALL_LINEAR : expression.pattern();
  }
}
