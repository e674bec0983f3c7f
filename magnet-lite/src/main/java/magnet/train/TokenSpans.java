package magnet.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Contiguous spans of a range of lengths, anywhere in the text, with context between them.
 *
 * <p>8 to 32 tokens are the paper's for WikiText. In a short text spans are made shorter, and fewer
 * if need be, so that at least half of the text stays context (ours).
 *
 * @param shortest tokens of a span at least, at least 1
 * @param longest tokens of a span at most
 * @param count how many spans, at least 1
 */
public record TokenSpans(int shortest, int longest, int count) implements SpanSource {

  /** Refuses lengths that are not in order, and a count below 1. */
  public TokenSpans {
    if (shortest < 1 || longest < shortest) {
      throw new IllegalArgumentException(
          ("Spans of %s to %s tokens are not possible; give two lengths of at least 1, the shorter"
                  + " first.")
              .formatted(shortest, longest));
    }
    if (count < 1) {
      throw new IllegalArgumentException(
          count + " spans a text are too few; give at least 1, or leave span generation out.");
    }
  }

  @Override
  public boolean[] spans(TextTokens text, SplittableRandom random) {
    boolean[] span = new boolean[text.tokens().length()];
    int room = text.own() / 2;
    int spans = Math.min(count, room);
    if (spans == 0) {
      return span;
    }
    int[] lengths = new int[spans];
    int all = 0;
    for (int i = 0; i < spans; i++) {
      lengths[i] = Math.min(random.nextInt(shortest, longest + 1), room / spans);
      all += lengths[i];
    }
    // Where each span begins among the context tokens that are left: different places, so that a
    // context token lies between two spans.
    int context = text.own() - all;
    int[] places = random.ints(0, context + 1).distinct().limit(spans).toArray();
    Arrays.sort(places);
    int shift = text.from();
    for (int i = 0; i < spans; i++) {
      Arrays.fill(span, places[i] + shift, places[i] + shift + lengths[i], true);
      shift += lengths[i];
    }
    return span;
  }
}
