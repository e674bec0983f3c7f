package magnet.infer;

import java.util.Arrays;
import java.util.List;

/**
 * One try at the blanks of a text: fills them from left to right. The first token of a blank
 * follows from the context token before it, each later one from the span token before it.
 */
final class SpanRow {

  private final List<int[]> pieces;
  private final int[] lengths;
  private final Sampler sampler;
  private final int[][] spans;
  private int[] soFar;
  private int blank;
  private int filled;
  private double logLikelihood;

  /**
   * A row with empty blanks.
   *
   * @param pieces the context, one piece more than blanks
   * @param lengths tokens of each blank
   */
  SpanRow(List<int[]> pieces, int[] lengths, Sampler sampler) {
    this.pieces = pieces;
    this.lengths = lengths;
    this.sampler = sampler;
    spans = Arrays.stream(lengths).mapToObj(int[]::new).toArray(int[][]::new);
    soFar = pieces.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** Where the context's tokens stand in the completed text: behind each blank a gap is left. */
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
   * Chooses the next token.
   *
   * @param logits {@code [vocabulary]}
   * @param normaliser the log of the sum of their exponents
   */
  void step(float[] logits, float normaliser) {
    int token = sampler.next(logits.clone(), soFar);
    logLikelihood += logits[token] - normaliser;
    spans[blank][filled++] = token;
    soFar = Arrays.copyOf(soFar, soFar.length + 1);
    soFar[soFar.length - 1] = token;
    if (filled == lengths[blank]) {
      blank++;
      filled = 0;
    }
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
    int of = filled == 0 ? blank - 1 : blank;
    int place = filled == 0 ? lengths[of] - 1 : filled - 1;
    for (int before = 0; before <= of; before++) {
      place += pieces.get(before).length + (before < of ? lengths[before] : 0);
    }
    return place;
  }

  /** What was filled in; only when done. */
  SpanTokens result() {
    return new SpanTokens(
        List.of(spans), new Likelihood(logLikelihood, Arrays.stream(lengths).sum()));
  }
}
