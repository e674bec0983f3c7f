package magnet.recipe.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.io.SourceLocation;
import magnet.io.TextMeaning;

/**
 * The values of {@code ${NAME}} in a recipe; {@code ${NAME:-default}} has a default.
 *
 * @param values gives the value of a name, if it has one
 * @param from where paths begin
 */
public record Variables(Function<String, Optional<String>> values, Path from)
    implements TextMeaning {

  /** What Java makes of a byte that it cannot decode in the shell's character set. */
  public static final char LOST = '\ufffd';

  /** The remedy, after the name of what has lost letters. */
  public static final String LOST_LETTERS =
      "has letters that Java cannot read in the character set of this shell (%s); set the"
              .formatted(System.getProperty("sun.jnu.encoding"))
          + " environment variable LC_ALL to C.UTF-8.";

  private static final Pattern USE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}");

  /** Names from the command line first, then from the environment. */
  public static Variables of(Map<String, String> named) {
    return of(named, Path.of(""));
  }

  /** The same for a recipe whose paths begin in a folder, wherever it is read. */
  public static Variables of(Map<String, String> named, Path from) {
    return new Variables(
        name ->
            Optional.ofNullable(named.get(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(value -> !value.isBlank()),
        from);
  }

  /** The values of all variables in a text that have one. */
  public Map<String, String> usedIn(String text) {
    Map<String, String> used = new TreeMap<>();
    USE.matcher(text)
        .results()
        .map(use -> use.group(1))
        .forEach(name -> values.apply(name).ifPresent(value -> used.put(name, value)));
    return used;
  }

  @Override
  public String in(String text, SourceLocation place) {
    return USE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match, place)));
  }

  private String value(MatchResult use, SourceLocation place) {
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
