package magnet.pocket.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Gives words their parts of speech, from left to right: by what a frame or name states, by the
 * lexicon, and, where that leaves a choice, by the neighbours. The rules know the grammar of this
 * world's frames and are not meant for other text.
 */
public final class Tagger {

  private final Lexicon lexicon;
  private final List<Token> tokens;
  private final List<String> tags = new ArrayList<>();
  private int at;
  private String word;

  private Tagger(Lexicon lexicon, List<Token> tokens) {
    this.lexicon = lexicon;
    this.tokens = tokens;
  }

  /** One tag a word. */
  public static List<String> tag(Lexicon lexicon, List<Token> tokens) {
    Tagger tagger = new Tagger(lexicon, tokens);
    for (tagger.at = 0; tagger.at < tokens.size(); tagger.at++) {
      tagger.word = tagger.lower(0);
      tagger.tags.add(tagger.choose());
    }
    return List.copyOf(tagger.tags);
  }

  private String choose() {
    Token token = tokens.get(at);
    if (word.equals("best")) {
      return "JJS";
    }
    if (!token.tag().isEmpty()) {
      return token.tag();
    }
    if (!Character.isLetterOrDigit(token.text().charAt(0))) {
      return Lexicon.mark(word);
    }
    boolean capital = Character.isUpperCase(token.text().charAt(0));
    if (capital && (!token.entity().isEmpty() || lexicon.can(word, "NNP") && at > 0)) {
      return "NNP";
    }
    return switch (word) {
      case "that" -> that();
      case "there" -> existential() ? "EX" : "RB";
      case "so" -> tag(-1).equals(",") ? "IN" : "RB";
      case "no" ->
          lower(1).equals("longer")
              ? "RB"
              : lexicon.can(lower(1), "DT") || lexicon.nominal(lower(1)) ? "DT" : "UH";
      case "one" -> lexicon.can(lower(1), "MD") || lexicon.can(lower(1), "VBZ") ? "PRP" : "CD";
      case "like" -> like();
      case "all", "half", "such" ->
          lexicon.can(lower(1), "DT") ? "PDT" : word.equals("such") ? "JJ" : "DT";
      case "about", "though" -> "IN";
      case "another" -> "DT";
      case "cannot" -> "MD";
      case "please" -> "UH";
      case "be" -> "VB";
      case "as" -> lower(2).equals("as") ? "RB" : "IN";
      case "while" -> lower(-1).equals("a") ? "NN" : "IN";
      case "little" -> lower(-1).equals("a") && lexicon.can(lower(1), "RB") ? "RB" : open();
      case "much" -> lexicon.nominal(lower(1)) ? "JJ" : "RB";
      case "out" -> lower(1).equals("of") ? "IN" : lower(1).equals("loud") ? "RB" : open();
      case "same", "other" -> "JJ";
      case "longer" -> Set.of("no", "any").contains(lower(-1)) ? "RBR" : open();
      case "secret" -> lower(-1).equals("in") ? "NN" : "JJ";
      case "home" ->
          Set.of("DT", "JJ").contains(tag(-1)) || Set.of("at", "animal").contains(lower(-1))
              ? "NN"
              : "RB";
      case "back" -> back();
      case "left" -> linked() ? "VBN" : lower(-1).equals("said") ? "RB" : open();
      case "loud" -> lower(-1).equals("out") ? "RB" : open();
      case "go" -> lower(-1).equals("let") ? "VB" : open();
      case "enough" -> lexicon.nominal(lower(1)) ? "JJ" : "RB";
      case "neither", "either" ->
          lower(1).equals("of") ? "DT" : lexicon.nominal(lower(1)) ? "CC" : "RB";
      case "dark" -> Set.of("until", "before").contains(lower(-1)) ? "NN" : open();
      case "fat" -> tag(-1).equals("VBG") ? "NN" : open();
      default -> open();
    };
  }

  private String open() {
    if (word.matches("have|do") && lexicon.can(lower(1), "PRP") && tag(-1).equals("\"")) {
      return "VBP";
    }
    if (lexicon.is(word, "base") && (infinitive() || joined() || allowed())) {
      return "VB";
    }
    if (lexicon.can(word, "VBD") || lexicon.can(word, "VBZ")) {
      return lexicon.can(word, "VBD") ? past() : "VBZ";
    }
    if (lexicon.is(word, "base") && lexicon.is(lower(-1), "subject")) {
      return lexicon.can(word, "JJ") || lexicon.is(word, "past") ? "VBD" : "VBP";
    }
    Set<String> known = lexicon.tags(word);
    boolean verbal = lexicon.is(word, "past") || lexicon.is(word, "participle");
    if (verbal
        && !(known.contains("JJ") && adjectival())
        && !(known.contains("NN") && determined())
        && !known.contains("IN")) {
      return determined() && lexicon.nominal(lower(1)) ? "VBN" : past();
    }
    if (lexicon.is(word, "ing") && determined() && !lexicon.nominal(lower(1))) {
      return "NN";
    }
    if (lexicon.is(word, "ing")) {
      return known.contains("NN") && !lexicon.is(lower(-1), "moving")
          ? "NN"
          : known.contains("JJ") ? "JJ" : "VBG";
    }
    if (known.isEmpty()) {
      return Lexicon.noun(word);
    }
    if (lexicon.is(word, "particle") && particle()) {
      return "RP";
    }
    return known.size() == 1 && !known.contains("JJ")
        ? closed(known.iterator().next())
        : among(known);
  }

  /** Adverbs that name a place are nouns after a determiner: {@code his back}. */
  private String closed(String tag) {
    boolean noun = Set.of("the", "a").contains(lower(-1)) || tag(-1).equals("PRP$");
    return tag.equals("RB") && noun && !lexicon.nominal(lower(1)) && !lexicon.can(lower(1), "RB")
        ? "NN"
        : tag;
  }

  private String among(Set<String> known) {
    boolean beforeNoun = lexicon.nominal(lower(1));
    if (known.contains("IN") && beforePhrase()) {
      return "IN";
    }
    if (known.contains("JJ") || known.contains("JJR") || known.contains("JJS")) {
      String adjective = known.contains("JJS") ? "JJS" : known.contains("JJR") ? "JJR" : "JJ";
      if (beforeNoun
          && !lexicon.can(lower(1), "CD")
          && !(word + " " + lower(1)).equals("early one")) {
        return adjective;
      }
      if (determined() && adjective.equals("JJ")) {
        return "NN";
      }
      if (!known.contains("RB") || linked() && !tag(-1).equals("RP")) {
        return adjective;
      }
    }
    if (known.contains("RBR") && !known.contains("RB")) {
      return "RBR";
    }
    return known.contains("RB") ? closed("RB") : known.iterator().next();
  }

  private String past() {
    if (lexicon.is(word, "participle") && !lexicon.is(word, "past")) {
      return "VBN";
    }
    int back = verbBefore();
    if (back > 0 && tags.get(back).equals("PRP")) {
      back--; // a question: have you seen
    }
    String verb = lower(back - at);
    boolean auxiliary = lexicon.is(verb, "have") || lexicon.is(verb, "be");
    return auxiliary || back == at - 1 && verb.equals("got") ? "VBN" : "VBD";
  }

  /** The word that governs this one, if only adverbs and negations are between; else -1. */
  private int verbBefore() {
    return back(at - 1, place -> Set.of("RB", "RP", "UH").contains(tags.get(place)));
  }

  /** The last place, from one backwards, that is not passed over; -1 if there is none. */
  private static int back(int from, IntPredicate passedOver) {
    int place = from;
    while (place >= 0 && passedOver.test(place)) {
      place--;
    }
    return place;
  }

  private boolean infinitive() {
    int back = verbBefore();
    String tag = tag(back - at);
    String verb = lower(back - at);
    if (tag.isEmpty() || tag.equals("\"")) {
      return commanding();
    }
    if (tag.equals("TO") || tag.equals("MD") || lexicon.is(verb, "do")) {
      return true;
    }
    boolean noun =
        lexicon.can(word, "NN") || lexicon.can(word, "JJ") && !lexicon.can(lower(1), "DT");
    return tag.equals("PRP")
        && (asked(back) || lexicon.is(verb, "object") && !noun && !lexicon.is(word, "past"));
  }

  /** Whether a pronoun follows an auxiliary, as in {@code What could I give}. */
  private boolean asked(int pronoun) {
    int back = back(pronoun - 1, place -> tags.get(place).equals("RB"));
    return tag(back - at).equals("MD") || lexicon.is(lower(back - at), "do");
  }

  /** Whether a verb continues an infinitive: {@code to sweep the floor and wipe it}. */
  private boolean joined() {
    boolean object = lexicon.can(lower(1), "DT") || lexicon.can(lower(1), "PRP") || beforePhrase();
    return tag(-1).equals("CC") && object && (tag(-2).equals("\"") || afterInfinitive());
  }

  private boolean afterInfinitive() {
    return (!lexicon.can(word, "JJ") || lexicon.can(lower(1), "DT"))
        && tags.lastIndexOf("VB") > Math.max(tags.lastIndexOf("VBD"), tags.lastIndexOf(","));
  }

  /** Whether somebody is let or heard doing it: {@code let the owl fly}. */
  private boolean allowed() {
    int back = back(at - 1, place -> tags.get(place).matches("NN.*|JJ.*|DT|PRP.*"));
    String verb = lower(back - at);
    boolean one = back == at - 2 || tag(-2).equals("NNP");
    return tag(-1).matches("NN.*|PRP")
        && (verb.equals("let") || one && lexicon.is(verb, "perceiving"));
  }

  private boolean commanding() {
    String next = lower(1);
    boolean described = lexicon.can(word, "JJ") && !lexicon.can(next, "DT");
    return !lexicon.is(next, "past")
        && !lexicon.is(next, "be")
        && !lexicon.can(next, "CC")
        && !lexicon.can(word, "NN")
        && !described;
  }

  private boolean adjectival() {
    boolean modifies = determined() || tag(-1).equals("IN") || tag(-1).equals("VB");
    return at == 0
        || at == 1 && tag(-1).equals("RB")
        || linked()
        || modifies && lexicon.nominal(lower(1));
  }

  /** Whether a verb such as {@code was} or {@code felt} governs this word. */
  private boolean linked() {
    String verb = lower(verbBefore() - at);
    return lexicon.is(verb, "be") || lexicon.is(verb, "linking");
  }

  private boolean determined() {
    String before = tag(-1);
    return Set.of("DT", "PRP$", "JJ", "JJR", "JJS", "POS", "CD", "PDT").contains(before)
        && !Set.of("this", "that", "all", "both", "some").contains(lower(-1))
        && !(before.startsWith("JJ") && lexicon.is(lower(-2), "be"));
  }

  private boolean existential() {
    String next = lower(1);
    return lexicon.is(next, "be")
        || lexicon.can(next, "MD") && lower(2).equals("be")
        || lexicon.is(lower(-1), "be") && lexicon.can(next, "DT");
  }

  private String that() {
    String next = lower(1);
    boolean pointing = Set.of("hear", "n't").contains(lower(-1));
    if (pointing || Set.of("day", "night", "evening").contains(next)) {
      return "DT";
    }
    boolean verb = lexicon.is(next, "be") || lexicon.is(next, "do") || lexicon.is(next, "past");
    if (at == 0 || verb && (tag(-1).equals("\"") || tag(-1).equals("CC"))) {
      return "DT";
    }
    if (tag(-1).startsWith("NN") || lower(-1).equals("all")) {
      return tag(-1).equals("NNP") || reported() ? "IN" : "WDT";
    }
    boolean noun = lexicon.nominal(next) && !lexicon.can(next, "PRP");
    boolean ends = next.isEmpty() || !Character.isLetter(next.charAt(0)) || lexicon.can(next, "MD");
    return ends || noun && next.equals("was") ? "DT" : "IN";
  }

  /** Whether the words before this one are who is told something: {@code told Ida that}. */
  private boolean reported() {
    int back =
        back(
            at - 1,
            place ->
                tags.get(place).matches("NN.*|JJ.*|DT|PRP.*|CD|POS")
                    || lexicon.is(lower(place - at), "addressing"));
    return lexicon.is(lower(back - at), "telling");
  }

  /** A place after a determiner, a part of the body after a pronoun, else an adverb. */
  private String back() {
    if (tag(-1).equals("DT") && lexicon.nominal(lower(1))) {
      return "JJ";
    }
    return tag(-1).equals("DT") || tag(-1).equals("PRP$") ? "NN" : "RB";
  }

  private String like() {
    if (infinitive()) {
      return "VB";
    }
    return lexicon.is(lower(-1), "subject") ? "VBP" : "IN";
  }

  private boolean particle() {
    boolean afterVerb = tag(-1).startsWith("VB") || tag(-1).equals("RB");
    if (afterVerb && lexicon.is(lower(-1) + " " + word, "particle verb")) {
      return true;
    }
    return at > 0 && !beforePhrase() && !tag(-1).equals("IN") && !lexicon.is(lower(-1), "be");
  }

  /** Whether a noun phrase may begin after this word. */
  private boolean beforePhrase() {
    if (at + 1 == tokens.size()) {
      return false;
    }
    Token next = tokens.get(at + 1);
    String lower = lower(1);
    return !next.entity().isEmpty()
        || next.tag().startsWith("PRP")
        || next.tag().startsWith("NN")
        || Stream.of("DT", "PRP$", "PRP", "WDT", "WP").anyMatch(tag -> lexicon.can(lower, tag))
        || lexicon.nominal(lower) && !lexicon.can(lower, "RB")
        || lexicon.is(lower, "ing")
        || lower.equals("too");
  }

  private String tag(int offset) {
    int index = at + offset;
    return index < 0 ? "" : tags.get(index);
  }

  private String lower(int offset) {
    int index = at + offset;
    return index < 0 || index >= tokens.size() ? "" : Spelling.lower(tokens.get(index).text());
  }
}
