package magnet.data.pocket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The forms of verbs, from the resource {@code verbs.txt}. */
final class Verbs {

  private final Map<String, Forms> byBase = new HashMap<>();

  /**
   * One verb.
   *
   * @param base such as {@code find}
   * @param past such as {@code found}
   * @param participle such as {@code found}
   * @param ing such as {@code finding}
   * @param third such as {@code finds}
   */
  record Forms(String base, String past, String participle, String ing, String third) {}

  /** Reads lines of verbs: a base form alone, or base, past and participle, then perhaps ing. */
  static Verbs read(List<String> lines) {
    Verbs verbs = new Verbs();
    for (String line : lines) {
      for (String verb : line.split(";")) {
        String[] parts = verb.strip().split("\\s+");
        String base = parts[0];
        String past = parts.length > 1 ? parts[1] : regularPast(base);
        String participle = parts.length > 2 ? parts[2] : past;
        String ing = parts.length > 3 ? parts[3] : regularIng(base);
        verbs.byBase.put(base, new Forms(base, past, participle, ing, third(base)));
      }
    }
    return verbs;
  }

  /** All verbs. */
  Iterable<Forms> all() {
    return byBase.values();
  }

  /** The form of a verb that a slot asks for: {@code ed}, {@code en} or {@code ing}. */
  String form(String base, String form) {
    Forms forms = byBase.get(base);
    if (forms == null) {
      throw new IllegalStateException(
          "verbs.txt lacks \"%s\", whose form \"%s\" a frame asks for".formatted(base, form));
    }
    return switch (form) {
      case "ed" -> forms.past();
      case "en" -> forms.participle();
      case "ing" -> forms.ing();
      default -> throw new IllegalStateException("verbs have no form \"%s\"".formatted(form));
    };
  }

  private static boolean endsInConsonantY(String base) {
    int length = base.length();
    return base.endsWith("y") && "aeiou".indexOf(base.charAt(length - 2)) < 0;
  }

  private static String regularPast(String base) {
    if (base.endsWith("e")) {
      return base + "d";
    }
    return endsInConsonantY(base) ? base.substring(0, base.length() - 1) + "ied" : base + "ed";
  }

  private static String regularIng(String base) {
    return base.endsWith("e") && !base.endsWith("ee") && !base.endsWith("ye")
        ? base.substring(0, base.length() - 1) + "ing"
        : base + "ing";
  }

  private static String third(String base) {
    if (endsInConsonantY(base)) {
      return base.substring(0, base.length() - 1) + "ies";
    }
    return base.matches(".*(s|x|ch|sh|o)") ? base + "es" : base + "s";
  }
}
