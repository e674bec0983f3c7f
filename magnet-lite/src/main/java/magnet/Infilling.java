package magnet;

import java.util.List;
import java.util.regex.Pattern;
import magnet.data.Sentences;
import magnet.infer.BlankForm;
import magnet.infer.SpanSearch;
import magnet.io.NotNull;

/**
 * How blanks are filled. A value: each method gives a changed copy.
 *
 * @param shortest the fewest tokens of a blank, at least 1
 * @param longest the most tokens of a blank
 * @param candidates how many fillings are shown, the best first
 * @param tries how often each length is tried at least; the most likely tokens are the same each
 *     time, so more than once only makes sense with random sampling
 * @param sampling how the next token is chosen
 * @param mark what marks a blank; empty: three or more underscores
 * @param sentences whether fillings where each blank is one whole sentence come first
 */
public record Infilling(
    int shortest,
    int longest,
    int candidates,
    int tries,
    Sampling sampling,
    String mark,
    boolean sentences) {

  private static final Pattern UNDERSCORES = Pattern.compile("_{3,}");

  /** A lower-case letter, or what ends a sentence or a part of it. */
  private static final Pattern SENTENCE_GOES_ON = Pattern.compile("^[\\p{Ll}.,;:!?\u2026)\\]-]");

  /**
   * Ours, like the number of tries. Right roles of 100 sentences of pocket ({@code dev}) with four
   * tries a length: 45 % at 0.3, 49 % at 0.5 and at 0.7, 39 % at 1.
   */
  private static final double SENTENCE_TEMPERATURE = 0.7;

  private static final int SENTENCE_TRIES = 4;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1, or the shortest is longer than the longest
   */
  public Infilling {
    NotNull.of(sampling, "sampling");
    NotNull.of(mark, "mark");
    SpanSearch.require(shortest, longest, candidates, tries);
  }

  /** Each length from 1 to 8 tokens, the likeliest tokens, five candidates. */
  public static Infilling auto() {
    return tokens(1, 8);
  }

  /** Blanks of this many tokens. */
  public static Infilling tokens(int length) {
    return tokens(length, length);
  }

  /** Blanks of each length from one number of tokens to another. */
  public static Infilling tokens(int shortest, int longest) {
    return new Infilling(shortest, longest, 5, 1, Sampling.greedy(), "", false);
  }

  /**
   * Blanks of one whole sentence each: of 4 to 28 tokens, ended where the sentence ends, and
   * fillings with half a sentence come after all others. The model itself knows nothing of
   * sentences: it fills each length, and the choice is made here. Each length is sampled four
   * times, since the sentence that fits both sides best seldom begins with the most likely token;
   * the same seed gives the same fillings.
   */
  public static Infilling sentence() {
    Sampling drawn = Sampling.temperature(SENTENCE_TEMPERATURE);
    return new Infilling(4, 28, 5, SENTENCE_TRIES, drawn, "", true);
  }

  /**
   * What suits a text with blanks marked by underscores: {@link #sentence} if each of them is where
   * a whole sentence fits, else {@link #auto}.
   *
   * @throws IllegalArgumentException if the text has no blank
   */
  public static Infilling suiting(String text) {
    List<String> pieces = auto().pieces(text);
    for (int blank = 0; blank + 1 < pieces.size(); blank++) {
      String left = pieces.get(blank).strip();
      String right = pieces.get(blank + 1).strip();
      boolean between =
          (left.isEmpty() || Sentences.mayEnd(left))
              && (right.isEmpty() || !SENTENCE_GOES_ON.matcher(right).find());
      if (!between) {
        return auto();
      }
    }
    return sentence();
  }

  /** A copy with at most this many candidates. */
  public Infilling candidates(int most) {
    return new Infilling(shortest, longest, most, tries, sampling, mark, sentences);
  }

  /**
   * A copy with each length tried this many times: more tries give a better best one and take
   * longer. For random {@link #sampling}.
   */
  public Infilling tries(int aLength) {
    return new Infilling(shortest, longest, candidates, aLength, sampling, mark, sentences);
  }

  /**
   * A copy with tokens chosen in another way. With random sampling each length is tried as often as
   * it takes to find the candidates, or more often if {@link #tries} says so; the likeliest tokens
   * ({@link Sampling#greedy}) are tried once.
   */
  public Infilling sampling(Sampling other) {
    int often = NotNull.of(other, "sampling").isGreedy() ? 1 : tries;
    return new Infilling(shortest, longest, candidates, often, other, mark, sentences);
  }

  /** A copy with blanks marked by a string of your own. */
  public Infilling mark(String text) {
    return new Infilling(shortest, longest, candidates, tries, sampling, text, sentences);
  }

  /** The text around the blanks. */
  List<String> pieces(String text) {
    if (NotNull.of(text, "text").isBlank()) {
      throw new IllegalArgumentException(
          "The text \"" + text + "\" is empty, expected one with a blank: \"Tom lost his ___.\"");
    }
    Pattern blank = mark.isEmpty() ? UNDERSCORES : Pattern.compile(Pattern.quote(mark));
    List<String> pieces = List.of(blank.split(text, -1));
    if (pieces.size() == 1) {
      throw new IllegalArgumentException(
          "The text \"%s\" has no blank, expected one at least; mark it by %s."
              .formatted(text, mark.isEmpty() ? "___" : mark));
    }
    return pieces;
  }

  /**
   * These options as {@code magnet.infer} takes them.
   *
   * @throws IllegalArgumentException if the likeliest tokens are to be tried more than once
   */
  public SpanSearch search() {
    if (sampling.isGreedy() && tries > 1) {
      throw new IllegalArgumentException(
          ("Each length is to be tried %d times, but the likeliest tokens are the same each time;"
                  + " sample at random: sampling(Sampling.temperature(0.7)).")
              .formatted(tries));
    }
    int lengths = longest - shortest + 1;
    int often = sampling.isGreedy() ? 1 : Math.max(tries, (candidates + lengths - 1) / lengths);
    BlankForm form = sentences ? BlankForm.SENTENCE : BlankForm.ANY;
    return new SpanSearch(shortest, longest, candidates, often, sampling::sampler, form);
  }
}
