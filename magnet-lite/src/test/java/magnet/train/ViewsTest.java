package magnet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.Objective;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.TextPair;
import magnet.data.TextRange;
import magnet.model.TokenSequence;
import magnet.model.tokenizer.TextTokenizer;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The three views of a text: spans, masks, pairs, cuts. */
class ViewsTest {

  private static final int BEGIN = 1;
  private static final int END = 2;
  private static final int MASK = 3;
  private static final Documents STORIES = PocketWorld.stories(Split.TRAIN, 500, 2);
  private static TinyModel tiny;

  @BeforeAll
  static void open() {
    tiny = new TinyModel();
  }

  @AfterAll
  static void close() {
    tiny.close();
  }

  private static final RequestedViews MASKS = RequestedViews.masks(new Masking(0.2, ""));
  private static final RequestedViews SPANS = RequestedViews.spans(0);
  private static final RequestedViews PAIRS = RequestedViews.pairs("Say it:");

  private static Views views(int maxTokens, SpanSource spans) {
    return new Views(
        tiny.frame,
        tiny.tokenizer.vocabularySize(),
        new ViewSettings(maxTokens, spans, new Crops(0.3, 0.7)),
        8);
  }

  private static RequestedViews all(double wholeTexts) {
    return MASKS.and(RequestedViews.spans(wholeTexts)).and(PAIRS);
  }

  private static List<Document> documents(int count) {
    return IntStream.range(0, count).mapToObj(STORIES::get).toList();
  }

  private static int[] where(boolean[] flags) {
    return IntStream.range(0, flags.length).filter(t -> flags[t]).toArray();
  }

  @Test
  void onlyWhatIsWantedIsBuilt() {
    Views views = views(200, new TokenSpans(4, 8, 1));
    ViewBatch masks = views.of(documents(4), 0, MASKS);
    assertEquals(4, masks.masked().size());
    assertTrue(masks.pairs().isEmpty());
    assertTrue(masks.masked().stream().allMatch(view -> where(view.span()).length == 0));
    ViewBatch pairs = views.of(documents(4), 0, PAIRS);
    assertTrue(pairs.masked().isEmpty());
    assertEquals(4, pairs.pairs().size());
    ViewBatch spans = views.of(documents(4), 0, SPANS);
    assertTrue(spans.masked().stream().allMatch(view -> view.masked().length == 0));
  }

  @Test
  void aFifthOfTheContextIsMaskedAndNothingDirectlyAfterASpan() {
    Views views = views(400, new TokenSpans(4, 8, 2));
    int masked = 0;
    int candidates = 0;
    int hidden = 0;
    int kept = 0;
    for (MaskedView view : views.of(documents(50), 0, all(0)).masked()) {
      int last = view.tokens().length - 1;
      assertEquals(BEGIN, view.tokens()[0]);
      assertEquals(END, view.tokens()[last]);
      for (int t : view.masked()) {
        assertTrue(t > 0 && t < last, "neither the begin nor the end token");
        assertFalse(view.span()[t] || view.span()[t - 1]);
        hidden += view.input()[t] == MASK ? 1 : 0;
        kept += view.input()[t] == view.tokens()[t] ? 1 : 0;
      }
      for (int t = 1; t < last; t++) {
        candidates += view.span()[t] || view.span()[t - 1] ? 0 : 1;
        boolean isMasked = Arrays.binarySearch(view.masked(), t) >= 0;
        assertTrue(isMasked || view.input()[t] == view.tokens()[t], "the rest stays");
      }
      masked += view.masked().length;
    }
    assertEquals(0.2, masked / (double) candidates, 0.01);
    assertEquals(0.8, hidden / (double) masked, 0.05);
    assertEquals(0.1, kept / (double) masked, 0.04);
  }

  @Test
  void aWholeSentenceIsTheSpan() {
    Views views = views(200, new SentenceSpans(new TokenSpans(4, 8, 1)));
    List<Document> stories = documents(20);
    List<MaskedView> masked = views.of(stories, 0, SPANS).masked();
    for (int i = 0; i < 20; i++) {
      MaskedView view = masked.get(i);
      int[] span = where(view.span());
      int[] ids = view.tokens();
      TextTokenizer words = tiny.tokenizer;
      String text = words.decode(Arrays.copyOfRange(ids, span[0], span[span.length - 1] + 1));
      Document story = stories.get(i);
      List<String> sentences =
          story.sentences().stream().map((TextRange range) -> range.of(story.text())).toList();
      assertTrue(sentences.contains(text.strip()), () -> text + " of " + sentences);
    }
  }

  @Test
  void wholeTextsAreWholeDocuments() {
    MaskedView view =
        views(200, new TokenSpans(4, 8, 1)).of(documents(1), 0, all(1)).masked().get(0);
    assertArrayEquals(tiny.frame.document(STORIES.get(0).text()).ids(), view.input());
    assertEquals(view.tokens().length, where(view.span()).length);
    assertEquals(0, view.masked().length);
  }

  @Test
  void aLongTextIsCutAfterItsBeginToken() {
    Views views = views(20, new TokenSpans(4, 8, 1));
    boolean reachesTheEnd = false;
    boolean startsLater = false;
    for (MaskedView view : views.of(documents(500), 0, SPANS).masked()) {
      assertEquals(20, view.tokens().length);
      assertEquals(BEGIN, view.tokens()[0]);
      reachesTheEnd |= view.tokens()[19] == END;
      startsLater |= view.tokens()[19] != END;
      assertFalse(view.span()[0] || (view.tokens()[19] == END && view.span()[19]));
    }
    assertTrue(reachesTheEnd && startsLater);
    for (PairView pair : views.of(documents(50), 0, PAIRS).pairs()) {
      int[] anchor = pair.anchor();
      assertTrue(anchor.length <= 20);
      assertEquals(END, anchor[anchor.length - 1]);
    }
  }

  @Test
  void aPlaceHasItsViewsWhateverElseIsBuilt() {
    Views views = views(60, new TokenSpans(4, 8, 1));
    List<Document> documents = documents(6);
    ViewBatch all = views.of(documents, 10, all(0.3));
    ViewBatch later = views.of(documents.subList(4, 6), 14, RequestedViews.spans(0.3).and(PAIRS));
    assertArrayEquals(all.masked().get(5).tokens(), later.masked().get(1).tokens());
    assertArrayEquals(all.masked().get(5).span(), later.masked().get(1).span());
    assertArrayEquals(all.pairs().get(4).positive(), later.pairs().get(0).positive());
    ViewBatch elsewhere = views.of(documents, 11, all(0.3));
    assertNotEquals(
        Arrays.toString(all.pairs().get(0).anchor()),
        Arrays.toString(elsewhere.pairs().get(0).anchor()));
  }

  @Test
  void aTextOfOneWordHasNoSpanButNoFaultEither() {
    ViewBatch batch = views(60, new TokenSpans(4, 8, 1)).of(List.of(Document.of("a")), 0, all(0));
    assertEquals(0, where(batch.masked().get(0).span()).length);
    assertEquals(1, batch.masked().get(0).masked().length);
    assertTrue(Objective.msg(1).outputs(batch).isEmpty());
  }

  @Test
  void cropsKeepThirtyToSeventyPercent() {
    String text = String.join(" ", IntStream.range(0, 100).mapToObj(i -> "w" + i).toList());
    for (int place = 0; place < 50; place++) {
      PositiveSource.Positives pair =
          new Crops(0.3, 0.7).pair(text, Seeds.random(1, Seeds.Use.PAIRS, place));
      for (String crop : List.of(pair.x(), pair.positive())) {
        int words = crop.split(" ").length;
        assertTrue(words >= 30 && words <= 70, crop);
        assertTrue(text.contains(crop));
      }
    }
  }

  @Test
  void paraphrasesTakeTurnsWithCrops() {
    Paraphrases pairs = new Paraphrases(List.of(new TextPair("x", "y"), new TextPair("u", "v")));
    PositiveMixture mixture = new PositiveMixture(new Crops(0.5, 0.5), pairs, 0.5);
    int paraphrased = 0;
    for (int place = 0; place < 200; place++) {
      PositiveSource.Positives pair =
          mixture.pair("one two", Seeds.random(1, Seeds.Use.PAIRS, place));
      paraphrased += pair.x().length() == 1 ? 1 : 0;
    }
    assertEquals(100, paraphrased, 25);
    assertEquals(
        pairs.toString(),
        new Paraphrases(List.of(new TextPair("x", "y"), new TextPair("u", "v"))).toString());
  }

  @Test
  void pairsOfEqualTextsAreKnown() {
    int[] a = {1, 5, 2};
    int[] b = {1, 6, 2};
    int[] c = {1, 7, 2};
    PairView pair = new PairView(a, b, "one");
    assertTrue(pair.isOfSameText(new PairView(c, c, "one")), "two crops of one text");
    assertTrue(pair.isOfSameText(new PairView(c, a.clone(), "other")), "a view in common");
    assertFalse(pair.isOfSameText(new PairView(c, c, "other")));
    List<Document> twice = List.of(STORIES.get(0), STORIES.get(1), STORIES.get(0));
    List<PairView> pairs = views(20, new TokenSpans(4, 8, 1)).of(twice, 0, PAIRS).pairs();
    assertTrue(pairs.get(0).isOfSameText(pairs.get(2)), "two stretches of one long text");
    assertFalse(pairs.get(0).isOfSameText(pairs.get(1)));
  }

  @Test
  void aViewOfOnesOwnIsMadeOfTheSameTokens() {
    Views views = views(40, new TokenSpans(4, 8, 1));
    RequestedViews own =
        RequestedViews.own("whole", TextView.LEFT_TO_RIGHT)
            .and(RequestedViews.own("both", TextView.BOTH_SIDES));
    ViewBatch batch = views.of(documents(3), 0, all(0).and(own));
    assertEquals(3 + 2 * 3 + 2 * 3, batch.sequences().size());
    for (int text = 0; text < 3; text++) {
      TokenSequence whole = batch.sequences().get(batch.own("whole", text));
      assertArrayEquals(batch.masked().get(text).tokens(), whole.tokens());
      assertTrue(whole.isCausal());
      assertTrue(batch.sequences().get(batch.own("both", text)).isBidirectional());
    }
    assertRefused("no view \"other\"", () -> batch.own("other", 0));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertRefused("Spans of 9 to 8", () -> new TokenSpans(9, 8, 1));
    assertRefused("0 spans", () -> new TokenSpans(1, 8, 0));
    assertRefused("Crops that keep 0.0", () -> new Crops(0, 0.5));
    assertRefused("1 paraphrase pairs", () -> new Paraphrases(List.of(new TextPair("x", "y"))));
    assertRefused("mask share of 1.0", () -> new Masking(1, "_"));
    assertRefused("share of 2.0 wholly-span", () -> RequestedViews.spans(2));
    assertRefused("give both the same", () -> SPANS.and(RequestedViews.spans(0.5)));
    assertRefused("too short to learn", () -> views(4, new TokenSpans(1, 2, 1)));
  }

  private static void assertRefused(String why, Runnable run) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, run::run);
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
