package magnet.pocket.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits a sentence into phrases by its parts of speech, as the CoNLL-2000 shared task does (Tjong
 * Kim Sang and Buchholz, 2000), and writes them as IOB1: {@code I-NP} for every word of a noun
 * phrase, but {@code B-NP} for the first word of one that follows another at once. Noun phrases
 * that are joined by {@code and} are separated.
 */
public final class Chunker {

  private static final Set<String> NOMINAL =
      Set.of("NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJR", "JJS", "VBG", "VBN", "RBS");
  private static final Set<String> DETERMINERS = Set.of("DT", "PRP$", "PDT", "WDT", "WP$", "POS");
  private static final Set<String> FINITE = Set.of("VBD", "VBZ", "VBP", "MD");

  private final Lexicon lexicon;
  private final List<Token> tokens;
  private final List<String> tags;
  private final List<String> chunks = new ArrayList<>();
  private int at;

  private Chunker(Lexicon lexicon, List<Token> tokens, List<String> tags) {
    this.lexicon = lexicon;
    this.tokens = tokens;
    this.tags = tags;
  }

  /** One tag a word. */
  public static List<String> chunk(Lexicon lexicon, List<Token> tokens, List<String> tags) {
    Chunker chunker = new Chunker(lexicon, tokens, tags);
    while (chunker.at < tokens.size()) {
      chunker.next();
    }
    return List.copyOf(chunker.chunks);
  }

  private void next() {
    String tag = tags.get(at);
    int end = nounPhrase(at);
    String two = lower(at) + " " + lower(at + 1);
    if (lexicon.is(two, "adverb")) {
      add("ADVP", at + 2);
    } else if (lexicon.is(two, "preposition")) {
      add("PP", at + 2);
    } else if (two.equals("a little") && tag(at + 1).equals("RB")) {
      add(tag(at + 2).startsWith("JJ") ? "ADJP" : "ADVP", at + 3);
    } else if (end > at) {
      add("NP", end);
    } else if (verbal(at)) {
      add("VP", verbPhrase(at));
    } else if (tag.startsWith("JJ") || tag.equals("VBN")) {
      add("ADJP", adjectives(at));
    } else if (tag.startsWith("RB") || tag.equals("WRB")) {
      adverb();
    } else if (tag.equals("IN") || tag.equals("TO")) {
      add(clause() ? "SBAR" : "PP", at + 1);
    } else if (tag.equals("RP")) {
      add("PRT", at + 1);
    } else if (tag.equals("UH")) {
      add("INTJ", at + 1);
    } else {
      chunks.add("O");
      at++;
    }
  }

  private void adverb() {
    int end = adverbs(at + 1);
    if (tag(end).startsWith("JJ") && nounPhrase(end) == end) {
      add("ADJP", adjectives(end));
    } else {
      add("ADVP", end);
    }
  }

  /** The place after a noun phrase that begins here, or this place if none does. */
  private int nounPhrase(int from) {
    String first = tag(from);
    if (Set.of("PRP", "WP", "EX").contains(first)) {
      return from + 1;
    }
    int end = from;
    while (DETERMINERS.contains(tag(end)) && (end == from || !tag(end).equals("POS"))) {
      end++;
    }
    boolean determined = end > from;
    int noun = -1;
    int last = end;
    while (last < tags.size() && inside(last, determined || last > end) && !restarts(last, noun)) {
      if (tag(last).startsWith("NN") || tag(last).equals("CD")) {
        noun = last;
      }
      last++;
    }
    if (noun >= 0) {
      return noun + 1;
    }
    return determined ? end : from;
  }

  /** Whether a word after a noun begins another phrase: {@code Last Monday | Tom}. */
  private boolean restarts(int index, int noun) {
    if (noun < 0 || noun != index - 1) {
      return false;
    }
    String tag = tag(index);
    boolean named = tokens.get(index).entity().equals("PER");
    boolean person =
        tag.equals("NNP") && (lexicon.is(lower(noun), "time") || named && opening(noun));
    boolean time = Set.of("last", "next", "early").contains(lower(index));
    return time
        || tag.startsWith("VB")
        || tag.equals("CD")
        || person
        || lexicon.is(lower(index), "pronoun");
  }

  /** Whether a place that opens the sentence ends here: {@code In the harbor | Enzo}. */
  private boolean opening(int noun) {
    return tag(0).equals("IN")
        && tag(1).equals("DT")
        && tags.subList(2, noun + 1).stream().allMatch("NN"::equals);
  }

  /** Whether a word can be part of a noun phrase; verbs and adverbs only after its beginning. */
  private boolean inside(int index, boolean begun) {
    String tag = tag(index);
    if (tag.equals("RB") || tag.equals("CC")) {
      return begun && tag(index + 1).startsWith("JJ") && !tag.equals("CC");
    }
    return NOMINAL.contains(tag) && (begun || !tag.startsWith("VB"));
  }

  private boolean verbal(int index) {
    String tag = tag(index);
    if (tag.equals("TO")) {
      return tag(adverbs(index + 1)).equals("VB");
    }
    return tag.startsWith("VB") || tag.equals("MD");
  }

  /**
   * The place after the verbs that begin here, with adverbs between them and infinitives after
   * them.
   */
  private int verbPhrase(int from) {
    int end = from;
    while (verbal(end)) {
      end = tag(end).equals("TO") ? adverbs(end + 1) : end + 1;
      int after = adverbs(end);
      if (after > end && (tag(after).startsWith("VB") || tag(end - 1).equals("MD"))) {
        end = after;
      } else if (after > end && (lower(end).equals("n't") || lower(end).equals("not"))) {
        end++;
      }
    }
    return end;
  }

  private int adverbs(int from) {
    int end = from;
    while (tag(end).startsWith("RB")) {
      end++;
    }
    return end;
  }

  private int adjectives(int from) {
    int end = from + 1;
    while (tag(end).startsWith("JJ")
        || tag(end).equals("CC")
            && tag(end + 1).startsWith("JJ")
            && nounPhrase(end + 1) == end + 1) {
      end++;
    }
    return end;
  }

  /** Whether a clause follows this word: a subject, then a finite verb. */
  private boolean clause() {
    String word = lower(at);
    if (!lexicon.is(word, "conjunction")) {
      return false;
    }
    int subject = adverbs(at + 1);
    int end = nounPhrase(subject);
    while (tag(end).equals("CC") && nounPhrase(end + 1) > end + 1) {
      end = nounPhrase(end + 1);
    }
    if (tag(end).equals("POS")) {
      end = nounPhrase(end);
    }
    if (word.equals("for") && (at == 0 || !tag(at - 1).equals(","))) {
      return false;
    }
    return end > subject && FINITE.contains(tag(adverbs(end)))
        || Set.of("that", "if", "so", "though").contains(word)
        || word.equals("because") && !tag(at + 1).equals("IN");
  }

  private String lower(int index) {
    return index >= tokens.size() ? "" : Spelling.lower(tokens.get(index).text());
  }

  private String tag(int index) {
    return index < tags.size() ? tags.get(index) : "";
  }

  private void add(String kind, int end) {
    boolean touches = at > 0 && chunks.get(at - 1).endsWith("-" + kind);
    chunks.add((touches ? "B-" : "I-") + kind);
    for (at++; at < end; at++) {
      chunks.add("I-" + kind);
    }
  }
}
