package magnet.pocket.grammar;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What words can be: parts of speech and kinds of words from the resource {@code tags.txt}, forms
 * of verbs from {@code verbs.txt}.
 */
public final class Lexicon {

  private final Map<String, Set<String>> tags = new HashMap<>();
  private final Map<String, Set<String>> kinds = new HashMap<>();

  /**
   * Reads what a lexicon is made of.
   *
   * @param lines a tag and its words, or a kind in lower case and its members, between semicolons
   * @param verbs a base form alone, or base, past, participle, -ing form, between semicolons
   */
  public Lexicon(List<String> lines, List<String> verbs) {
    for (String line : lines) {
      String[] parts = line.split(":", 2);
      if (Character.isLowerCase(parts[0].charAt(0))) {
        Stream.of(parts[1].split(";")).forEach(member -> add(parts[0], member.strip()));
      } else {
        for (String word : parts[1].strip().split("\\s+")) {
          tags.computeIfAbsent(word, absent -> new LinkedHashSet<>()).add(parts[0]);
        }
      }
    }
    for (String line : verbs) {
      for (String verb : line.split(";")) {
        String[] parts = verb.strip().split("\\s+");
        String past = parts.length > 1 ? parts[1] : regularPast(parts[0]);
        add("base", parts[0]);
        add("past", past);
        add("participle", parts.length > 2 ? parts[2] : past);
        add("ing", parts.length > 3 ? parts[3] : regularIng(parts[0]));
      }
    }
  }

  private void add(String kind, String member) {
    kinds.computeIfAbsent(kind, absent -> new HashSet<>()).add(member);
  }

  /**
   * Whether a word, or several with a space between, is of a kind.
   *
   * @param words in lower case
   * @param kind one that the table names, such as {@code linking}, or a form of verbs: {@code base}
   *     as {@code give}, {@code past} as {@code gave}, {@code participle} as {@code given}, {@code
   *     ing} as {@code giving}
   */
  public boolean is(String words, String kind) {
    return kinds.get(kind).contains(words);
  }

  /** Whether a word, in lower case, can have a tag that the table gives. */
  public boolean can(String word, String tag) {
    return tags.getOrDefault(word, Set.of()).contains(tag);
  }

  /** The tags that the table gives a word, in its order; often none. */
  public Set<String> tags(String word) {
    return tags.getOrDefault(Spelling.lower(word), Set.of());
  }

  /** Whether a word is, or could be, a noun or stand before one in a noun phrase. */
  public boolean nominal(String word) {
    Set<String> known = tags(word);
    if (!known.isEmpty()) {
      return known.stream()
          .anyMatch(tag -> tag.startsWith("NN") || tag.startsWith("JJ") || tag.equals("CD"));
    }
    return Character.isLetter(word.charAt(0)) && !(is(word, "past") || is(word, "participle"));
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
