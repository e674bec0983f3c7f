package magnet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import magnet.model.tokenizer.TokenizedText;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of token spans in any text. */
class TokenSpansProperties {

  @Property
  void spansLieInsideTheTextApartFromOneAnotherAndLeaveHalfOfIt(
      @ForAll @IntRange(min = 0, max = 120) int own,
      @ForAll @IntRange(min = 1, max = 20) int shortest,
      @ForAll @IntRange(min = 0, max = 20) int more,
      @ForAll @IntRange(min = 1, max = 5) int count,
      @ForAll long seed) {
    int[] numbers = new int[own + 2];
    TextTokens text =
        new TextTokens(new TokenizedText(numbers, numbers, numbers), 1, own + 1, List.of());
    boolean[] span =
        new TokenSpans(shortest, shortest + more, count).spans(text, new SplittableRandom(seed));
    assertFalse(span[0] || span[own + 1], "the frame is never a span");
    int all = 0;
    int spans = 0;
    int length = 0;
    for (int t = 1; t < span.length; t++) {
      if (span[t]) {
        all++;
        length++;
      } else if (length > 0) {
        spans++;
        assertTrue(length <= shortest + more);
        length = 0;
      }
    }
    assertTrue(all <= own / 2);
    assertEquals(Math.min(count, own / 2), spans);
    if (own / 2 >= count * (shortest + more)) {
      assertTrue(all >= count * shortest, "a long text has spans of full length");
    }
  }
}
