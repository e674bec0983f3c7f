package magnet.infer;

import java.util.Arrays;
import java.util.List;
import magnet.infer.sampling.Sampler;

/**
 * One try at the blanks of a text: fills them from left to right. The first token of a blank
 * follows from the context token before it, each later one from the span token before it.
 */
final class SpanRow {

  private final List<int[]> pieces;
  private final int[] lengths;
  private final Sampler sampler;
  private final BlankRules rules;
  private final int[][] spans;
  private int[] soFar;
  private int blank;
  private int filled;
  private int begin; // the place of the first token of the blank
  private int lastPosition;
  private double logLikelihood;

  /**
   * A row with empty blanks.
   *
   * @param pieces the context, one piece more than blanks
   * @param lengths the most tokens of each blank: the text after it is this far away
   */
  SpanRow(List<int[]> pieces, int[] lengths, Sampler sampler, BlankRules rules) {
    this.pieces = pieces;
    this.lengths = lengths;
    this.sampler = sampler;
    this.rules = rules;
    spans = Arrays.stream(lengths).mapToObj(int[]::new).toArray(int[][]::new);
    soFar = pieces.stream().flatMapToInt(Arrays::stream).toArray();
    begin = pieces.get(0).length;
  }

  /** The positions of the context's tokens in the completed text: room is left after each blank. */
  int[] contextPositions() {
    int[] positions = new int[pieces.stream().mapToInt(piece -> piece.length).sum()];
    int next = 0;
    int place = 0;
    for (int piece = 0; piece < pieces.size(); piece++) {
      for (int t = 0; t < pieces.get(piece).length; t++) {
        positions[next++] = place++;
      }
      place += piece < lengths.length ? lengths[piece] : 0;
    }
    return positions;
  }

  /** The blank whose first token comes next, or -1 where it is a later one. */
  int opening() {
    return filled == 0 ? blank : -1;
  }

  /**
   * Chooses the next token; or ends the blank before it, where it is complete.
   *
   * @param scores of this row and others; all of them where a blank begins
   * @param of which of them are this row's
   * @param normaliser the log of the sum of their exponents
   * @return whether there is one token more
   */
  boolean step(TokenScores scores, int of, float normaliser) {
    float[] choice = scores.row(of);
    if (filled == 0) {
      rules.begin(blank, choice);
    }
    int token = sampler.next(choice, soFar);
    if (filled > 0 && rules.endBefore(Arrays.copyOf(spans[blank], filled), token)) {
      endBlank();
      return false;
    }
    logLikelihood += scores.logit(of, token) - normaliser;
    spans[blank][filled++] = token;
    soFar = Arrays.copyOf(soFar, soFar.length + 1);
    soFar[soFar.length - 1] = token;
    lastPosition = begin + filled - 1;
    if (filled == lengths[blank]) {
      endBlank();
    }
    return true;
  }

  private void endBlank() {
    spans[blank] = Arrays.copyOf(spans[blank], filled);
    begin += lengths[blank] + pieces.get(blank + 1).length;
    blank++;
    filled = 0;
  }

  Sampler sampler() {
    return sampler;
  }

  boolean done() {
    return blank == lengths.length;
  }

  /** The token that was chosen last. */
  int token() {
    return soFar[soFar.length - 1];
  }

  /** The place of the token that was chosen last. */
  int position() {
    return lastPosition;
  }

  /** What was filled in; only when done. */
  SpanTokens result() {
    return new SpanTokens(
        List.of(spans),
        new Likelihood(logLikelihood, Arrays.stream(spans).mapToInt(span -> span.length).sum()));
  }
}
