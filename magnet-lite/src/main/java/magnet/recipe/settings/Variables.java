package magnet.recipe.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of {@code ${NAME}} in a recipe; {@code ${NAME:-something}} is something if NAME is not
 * set.
 *
 * @param values gives the value of a name, if it has one
 */
public record Variables(Function<String, Optional<String>> values) {

  /** What Java makes of a byte that is not a letter in the character set of the shell. */
  public static final char LOST = '\ufffd';

  /** Says how to keep letters, after what has lost them. */
  public static final String LOST_LETTERS =
      "has letters that Java cannot read in the character set of this shell (%s); set the"
              .formatted(System.getProperty("sun.jnu.encoding"))
          + " environment variable LC_ALL to C.UTF-8.";

  private static final Pattern USE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}");

  /** Names of the command line, and after them the environment's. */
  public static Variables of(Map<String, String> named) {
    return new Variables(
        name ->
            Optional.ofNullable(named.get(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(value -> !value.isBlank()));
  }

  /**
   * The values of all variables in a text that have one; a path to something that is here begins at
   * the root, so that it is the same path elsewhere.
   */
  public Map<String, String> usedIn(String text) {
    Map<String, String> used = new TreeMap<>();
    USE.matcher(text)
        .results()
        .map(use -> use.group(1))
        .forEach(name -> values.apply(name).ifPresent(value -> used.put(name, rooted(value))));
    return used;
  }

  private static String rooted(String value) {
    try {
      Path path = Path.of(value);
      return Files.exists(path) ? path.toAbsolutePath().normalize().toString() : value;
    } catch (InvalidPathException e) {
      return value; // some other word
    }
  }

  /**
   * The text with its variables replaced.
   *
   * @param place for messages
   * @throws IllegalArgumentException if one is not set
   */
  String in(String text, SettingLocation place) {
    return USE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match, place)));
  }

  private String value(MatchResult use, SettingLocation place) {
    String name = use.group(1);
    String value =
        values
            .apply(name)
            .or(() -> Optional.ofNullable(use.group(3)))
            .orElseThrow(
                () ->
                    place.refusal(
                        "${%s} is not set; give %s, or set the environment variable %s"
                            .formatted(name, option(name), name)));
    if (value.indexOf(LOST) >= 0) {
      throw place.refusal("${%s} is \"%s\", which %s".formatted(name, value, LOST_LETTERS));
    }
    return value;
  }

  private static String option(String name) {
    return switch (name) {
      case "DATA" -> "the folder of the data sets by --data FOLDER";
      case "MODELS" -> "the folder of the models by --models FOLDER";
      default -> "it a value by --define " + name + "=VALUE";
    };
  }
}
