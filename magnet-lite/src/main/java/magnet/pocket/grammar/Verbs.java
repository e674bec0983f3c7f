package magnet.pocket.grammar;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which words are forms of verbs, from the resource {@code verbs.txt}. */
public final class Verbs {

  private final Set<String> bases = new HashSet<>();
  private final Set<String> pasts = new HashSet<>();
  private final Set<String> participles = new HashSet<>();
  private final Set<String> ings = new HashSet<>();

  /** Reads lines of verbs: a base form alone, or base, past, participle, -ing form. */
  public Verbs(List<String> lines) {
    for (String line : lines) {
      for (String verb : line.split(";")) {
        String[] parts = verb.strip().split("\\s+");
        String past = parts.length > 1 ? parts[1] : regularPast(parts[0]);
        bases.add(parts[0]);
        pasts.add(past);
        participles.add(parts.length > 2 ? parts[2] : past);
        ings.add(parts.length > 3 ? parts[3] : regularIng(parts[0]));
      }
    }
  }

  /** Whether a word is a base form, as {@code give}. */
  public boolean base(String word) {
    return bases.contains(word);
  }

  /** Whether a word is a past form, as {@code gave}. */
  public boolean past(String word) {
    return pasts.contains(word);
  }

  /** Whether a word is a past participle, as {@code given}. */
  public boolean participle(String word) {
    return participles.contains(word);
  }

  /** Whether a word is a form such as {@code giving}. */
  public boolean ing(String word) {
    return ings.contains(word);
  }

  private static String regularPast(String base) {
    if (base.endsWith("e")) {
      return base + "d";
    }
    boolean consonantY = base.endsWith("y") && "aeiou".indexOf(base.charAt(base.length() - 2)) < 0;
    return consonantY ? base.substring(0, base.length() - 1) + "ied" : base + "ed";
  }

  private static String regularIng(String base) {
    boolean dropped = base.endsWith("e") && !base.endsWith("ee") && !base.endsWith("ye");
    return (dropped ? base.substring(0, base.length() - 1) : base) + "ing";
  }
}
