package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {

  private static Documents numbered(int size) {
    return Documents.of(IntStream.range(0, size).mapToObj(i -> "text " + i).toList());
  }

  private static List<String> texts(Documents documents) {
    return IntStream.range(0, documents.size()).mapToObj(i -> documents.get(i).text()).toList();
  }

  @Property(tries = 200)
  void aSplitIsDisjointCompleteAndInOrder(
      @ForAll @IntRange(min = 2, max = 500) int size,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share) {
    Documents corpus = numbered(size);
    Documents.Split split = corpus.split(share);
    Set<String> both = new HashSet<>(texts(split.training()));
    both.addAll(texts(split.heldOut()));
    assertEquals(size, split.training().size() + split.heldOut().size());
    assertEquals(new HashSet<>(texts(corpus)), both);
    assertTrue(split.training().size() >= 1 && split.heldOut().size() >= 1);
    assertEquals(texts(split.heldOut()), texts(corpus.split(share).heldOut()));
    List<String> order = new ArrayList<>(texts(corpus));
    order.retainAll(new HashSet<>(texts(split.training())));
    assertEquals(order, texts(split.training()));
  }

  @Test
  void aShareOfOneInKHoldsOutEveryKthDocument() {
    Documents heldOut = numbered(100).split(0.05).heldOut();
    assertEquals(List.of("text 19", "text 39", "text 59", "text 79", "text 99"), texts(heldOut));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
  void aShareOutsideZeroToOneIsRefused(double share) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> numbered(9).split(share)).getMessage();
    assertTrue(message.contains(String.valueOf(share)), message);
  }

  @Test
  void oneDocumentCannotBeSplit() {
    assertThrows(IllegalArgumentException.class, () -> numbered(1).split(0.5));
  }

  @Test
  void aSliceIsARunOfNeighbours() {
    assertEquals(List.of("text 2", "text 3"), texts(numbered(9).slice(2, 4)));
    assertThrows(IllegalArgumentException.class, () -> numbered(9).slice(4, 4));
    assertThrows(IllegalArgumentException.class, () -> numbered(9).slice(-1, 4));
    assertThrows(IllegalArgumentException.class, () -> numbered(9).slice(5, 10));
  }

  @Test
  void aLimitAboveTheSizeChangesNothing() {
    Documents corpus = numbered(9);
    assertSame(corpus, corpus.limit(9));
    assertEquals(List.of("text 0", "text 1"), texts(corpus.limit(2)));
    assertThrows(IllegalArgumentException.class, () -> corpus.limit(0));
  }

  @Test
  void theFingerprintTellsTextsNotNames() {
    String fingerprint = numbered(5).fingerprint();
    assertTrue(fingerprint.matches("[0-9a-f]{64}"), fingerprint);
    assertEquals(fingerprint, numbered(9).slice(0, 5).fingerprint());
    assertNotEquals(fingerprint, numbered(4).fingerprint());
    assertNotEquals(
        Documents.of(List.of("ab", "c")).fingerprint(),
        Documents.of(List.of("a", "bc")).fingerprint());
    Documents prose = Documents.of(List.of("Tom ran. He fell."));
    assertNotEquals(prose.fingerprint(), prose.withSentences().fingerprint());
  }

  @Test
  void sentencesAreFoundOnlyWhereTheyAreNotKnown() {
    Document known = new Document("Tom ran. He fell.", List.of(new TextRange(0, 8)));
    Documents corpus = Documents.of("two", List.of(Document.of("One. Two. Three."), known));
    assertEquals(3, corpus.withSentences().get(0).sentences().size());
    assertEquals(known, corpus.withSentences().get(1));
  }

  @Test
  void noTextAndBlankTextsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Documents.of(List.of()));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Documents.of(List.of("a", " ")))
            .getMessage();
    assertTrue(message.contains("text 1 of 2 is blank"), message);
  }

  @Test
  void sentencesJoinedKeepTheirRanges() {
    Document story = Document.ofSentences(List.of("Tom ran. ", "He fell."));
    assertEquals("Tom ran. He fell.", story.text());
    assertEquals("Tom ran.", story.sentence(0));
    assertEquals("He fell.", story.sentence(1));
    assertThrows(IndexOutOfBoundsException.class, () -> story.sentence(2));
  }

  @Test
  void rangesMustLieInOrderInsideTheText() {
    List<TextRange> overlapping = List.of(new TextRange(0, 5), new TextRange(4, 6));
    assertThrows(IllegalArgumentException.class, () -> new Document("abcdef", overlapping));
    List<TextRange> outside = List.of(new TextRange(0, 7));
    assertThrows(IllegalArgumentException.class, () -> new Document("abcdef", outside));
    List<TextRange> empty = List.of(new TextRange(2, 2));
    assertThrows(IllegalArgumentException.class, () -> new Document("abcdef", empty));
    assertThrows(IllegalArgumentException.class, () -> new TextRange(3, 2));
    assertThrows(IllegalArgumentException.class, () -> new TextRange(0, 4).of("abc"));
  }
}
