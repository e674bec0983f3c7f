package magnet.pocket.grammar;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The parts of speech that a word can have, from the resources {@code tags.txt} and others. */
public final class Lexicon {

  private final Map<String, Set<String>> tags = new HashMap<>();
  private final Set<String> particleVerbs = new HashSet<>();
  private final Verbs verbs;

  /** Reads lines of a tag and its words. */
  public Lexicon(List<String> lines, Verbs verbs) {
    this.verbs = verbs;
    for (String line : lines) {
      String[] parts = line.split(":", 2);
      if (parts[0].equals("particle")) {
        for (String pair : parts[1].split(";")) {
          particleVerbs.add(pair.strip());
        }
        continue;
      }
      for (String word : parts[1].strip().split("\\s+")) {
        tags.computeIfAbsent(word, absent -> new LinkedHashSet<>()).add(parts[0]);
      }
    }
  }

  /** The forms of verbs. */
  public Verbs verbs() {
    return verbs;
  }

  /** Whether a word, in lower case, can have a tag that the table gives. */
  public boolean can(String word, String tag) {
    return tags.getOrDefault(word, Set.of()).contains(tag);
  }

  /** The tags that the table gives a word, in its order; often none. */
  public Set<String> tags(String word) {
    return tags.getOrDefault(word.toLowerCase(Locale.ROOT), Set.of());
  }

  /** Whether a verb and the word after it are one, as in {@code gave up}. */
  public boolean particle(String verb, String word) {
    return particleVerbs.contains(verb + " " + word);
  }

  /** Whether a word is, or could be, a noun or stand before one in a noun phrase. */
  public boolean nominal(String word) {
    Set<String> known = tags(word);
    if (!known.isEmpty()) {
      return known.stream()
          .anyMatch(tag -> tag.startsWith("NN") || tag.startsWith("JJ") || tag.equals("CD"));
    }
    return Character.isLetter(word.charAt(0)) && !(verbs.past(word) || verbs.participle(word));
  }

  /** The tag of a punctuation mark or contraction. */
  static String mark(String mark) {
    return switch (mark) {
      case ",", "." -> mark;
      case "!", "?" -> ".";
      case ";", ":" -> ":";
      case "\"" -> "\"";
      case "n't" -> "RB";
      case "'s" -> "POS";
      case "'ll", "'d" -> "MD";
      case "'m", "'re", "'ve" -> "VBP";
      default -> throw new IllegalStateException("no tag for the mark \"%s\"".formatted(mark));
    };
  }

  /** The tag of a noun that no table knows: singular, or plural by its ending. */
  public static String noun(String word) {
    boolean plural = word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us");
    return plural ? "NNS" : "NN";
  }
}
