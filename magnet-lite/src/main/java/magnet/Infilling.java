package magnet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.infer.SpanSearch;

/**
 * How blanks are filled. A value: each method gives a changed copy.
 *
 * @param shortest the fewest tokens of a blank, at least 1
 * @param longest the most tokens of a blank
 * @param candidates how many fillings are shown, the best first
 * @param sampling how the next token is chosen
 * @param mark what marks a blank; empty: three or more underscores
 * @param sentences whether fillings where each blank is one whole sentence come first
 */
public record Infilling(
    int shortest, int longest, int candidates, Sampling sampling, String mark, boolean sentences) {

  private static final Pattern UNDERSCORES = Pattern.compile("_{3,}");

  /** Checks the numbers. */
  public Infilling {
    SpanSearch.greedy(shortest, longest, candidates);
  }

  /** Each length from 1 to 8 tokens, the likeliest tokens, five candidates. */
  public static Infilling auto() {
    return tokens(1, 8);
  }

  /** Blanks of so many tokens. */
  public static Infilling tokens(int length) {
    return tokens(length, length);
  }

  /** Blanks of each length from one number of tokens to another. */
  public static Infilling tokens(int shortest, int longest) {
    return new Infilling(shortest, longest, 5, Sampling.greedy(), "", false);
  }

  /**
   * Blanks that stand for one whole sentence each: of 4 to 28 tokens, and fillings with half a
   * sentence or two come behind all others. The model itself knows of no sentences: it fills each
   * length, and here is chosen.
   */
  public static Infilling sentence() {
    return new Infilling(4, 28, 5, Sampling.greedy(), "", true);
  }

  /** The same with so many candidates at most. */
  public Infilling candidates(int most) {
    return new Infilling(shortest, longest, most, sampling, mark, sentences);
  }

  /**
   * The same with tokens chosen in another way; where chance chooses, lengths are tried more often.
   */
  public Infilling sampling(Sampling other) {
    return new Infilling(shortest, longest, candidates, other, mark, sentences);
  }

  /** The same with blanks marked by a string of your own. */
  public Infilling mark(String text) {
    return new Infilling(shortest, longest, candidates, sampling, text, sentences);
  }

  /** The text around the blanks. */
  List<String> pieces(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "The text \"" + text + "\" is empty, expected one with a blank: \"Tom lost his ___.\"");
    }
    Pattern blank = mark.isEmpty() ? UNDERSCORES : Pattern.compile(Pattern.quote(mark));
    List<String> pieces = new ArrayList<>();
    Matcher found = blank.matcher(text);
    int from = 0;
    while (found.find()) {
      pieces.add(text.substring(from, found.start()));
      from = found.end();
    }
    pieces.add(text.substring(from));
    if (pieces.size() == 1) {
      throw new IllegalArgumentException(
          "The text \""
              + text
              + "\" has no blank, expected one at least; mark it by "
              + (mark.isEmpty() ? "___" : mark)
              + ".");
    }
    return pieces;
  }

  /** The same as the rooms below understand it. */
  public SpanSearch search() {
    int lengths = longest - shortest + 1;
    int draws = sampling.isGreedy() ? 1 : Math.max(1, (candidates + lengths - 1) / lengths);
    SpanSearch search =
        new SpanSearch(shortest, longest, candidates, draws, sampling::sampler, filled -> true);
    return sentences ? search.preferringSentences() : search;
  }
}
