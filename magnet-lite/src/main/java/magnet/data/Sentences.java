package magnet.data;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits English prose in ordinary upper and lower case into sentences.
 *
 * <p>{@link BreakIterator} proposes the ends. Proposals are dropped where it is known to be wrong:
 * after an abbreviation or an initial (Dr. Lee, J. K. Rowling, the U.S. Army), and between a
 * question or exclamation and its speaker ({@code "Where is it?" Tom asked.}). An empty line always
 * ends a sentence, a line end alone does not.
 */
public final class Sentences {

  private static final Pattern EMPTY_LINE = Pattern.compile("\\R[ \\t]*\\R");
  private static final Pattern LAST_WORD = Pattern.compile("(\\S+)\\.$");
  private static final Pattern INITIALS = Pattern.compile("\\p{Lu}(\\.\\p{Lu})*");
  private static final Pattern END = Pattern.compile("[.!?\u2026][\"'\u201d\u2019)\\]]*$");
  private static final Pattern OPENING = Pattern.compile("^[\"'“‘(\\[]+");
  private static final Pattern CRIED = Pattern.compile("[?!][\"”'’]$");
  private static final Pattern WHO_SPEAKS =
      Pattern.compile(
          "^(?:\\p{Ll}|(?:[\\w'-]+ ){1,3}?(?:said|says|asked|asks|cried|cries|shouted|shouts"
              + "|yelled|yells|called|calls|whispered|replied|answered|exclaimed|screamed|laughed"
              + "|cheered|wondered|begged|told|thought)\\b)");

  /** Recognised by their case as well: {@code Rep. Lee}, but {@code He is a sales rep.} */
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "Mr", "Mrs", "Ms", "Mx", "Messrs", "Mme", "Mlle", "Dr", "Prof", "Rev", "Hon", "Gen",
          "Brig", "Col", "Maj", "Capt", "Lt", "Sgt", "Cpl", "Pvt", "Cmdr", "Adm", "Gov", "Pres",
          "Sen", "Rep", "Supt", "Insp", "Det", "St", "Mt", "Ft", "vs", "cf", "viz", "e.g", "i.e",
          "E.g", "I.e", "Vol", "vol", "Fig", "fig", "approx", "ca");

  /** A sentence that ends in initials is recognised by what begins the next one. */
  private static final Set<String> FIRST_WORDS =
      Set.of(
          "the", "a", "an", "this", "that", "these", "those", "he", "she", "it", "we", "they", "i",
          "his", "her", "their", "my", "our", "but", "and", "then", "when", "after", "in", "on",
          "at", "there", "however", "one", "so", "as", "while", "if");

  private Sentences() {}

  /**
   * Whether a sentence may end where a text does, whatever follows: after a full stop or a similar
   * mark, but not after an abbreviation or an initial ({@code Mr.}, {@code J.}), whose name is to
   * come.
   *
   * @param text English prose; white space at its end does not count
   */
  public static boolean mayEnd(String text) {
    String bare = text.strip();
    boolean initial = initials(bare).filter(word -> word.indexOf('.') < 0).isPresent();
    return END.matcher(bare).find() && !abbreviation(bare) && !initial;
  }

  private static boolean abbreviation(String before) {
    return lastWord(before).filter(ABBREVIATIONS::contains).isPresent();
  }

  /** The initials before a full stop at the end of a text; "I" is a word. */
  private static Optional<String> initials(String text) {
    return lastWord(text).filter(word -> INITIALS.matcher(word).matches() && !word.equals("I"));
  }

  /** The word before a full stop at the end of a text, without what opens it. */
  private static Optional<String> lastWord(String text) {
    Matcher word = LAST_WORD.matcher(text);
    return word.find()
        ? Optional.of(OPENING.matcher(word.group(1)).replaceFirst(""))
        : Optional.empty();
  }

  /**
   * Where the sentences of a text are.
   *
   * @param text English prose; may be empty
   * @return the sentences in reading order, without the white space around them; together they hold
   *     every character that is not white space. Empty if the text is blank
   */
  public static List<TextRange> of(String text) {
    List<TextRange> sentences = new ArrayList<>();
    Matcher emptyLine = EMPTY_LINE.matcher(text);
    int begin = 0;
    while (emptyLine.find()) {
      addParagraph(sentences, text, begin, emptyLine.start());
      begin = emptyLine.end();
    }
    addParagraph(sentences, text, begin, text.length());
    return List.copyOf(sentences);
  }

  private static void addParagraph(List<TextRange> sentences, String text, int from, int to) {
    String paragraph = text.substring(from, to);
    BreakIterator proposals = BreakIterator.getSentenceInstance(Locale.US);
    proposals.setText(paragraph);
    int begin = 0;
    for (int end = proposals.next(); end != BreakIterator.DONE; end = proposals.next()) {
      String before = paragraph.substring(begin, end).strip();
      String after = paragraph.substring(end).strip();
      if (after.isEmpty() || !goesOn(before, after)) {
        if (!before.isEmpty()) {
          int first = from + paragraph.indexOf(before, begin);
          sentences.add(new TextRange(first, first + before.length()));
        }
        begin = end;
      }
    }
  }

  /** Whether two pieces that were proposed as sentences are one. */
  private static boolean goesOn(String before, String after) {
    if (CRIED.matcher(before).find()) {
      return WHO_SPEAKS.matcher(after).find();
    }
    if (abbreviation(before)) {
      return true;
    }
    // "plan B." may be an end: only what looks like a name goes on.
    return initials(before).isPresent()
        && !FIRST_WORDS.contains(after.split("[^\\p{L}]", 2)[0].toLowerCase(Locale.ROOT));
  }
}
