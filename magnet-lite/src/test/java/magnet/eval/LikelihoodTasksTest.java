package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import magnet.Magnet;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.TextRange;
import magnet.data.WordRanges;
import magnet.data.benchmark.ChoiceQuestion;
import magnet.infer.Scorer;
import magnet.infer.TextSpan;
import magnet.infer.UnusableTexts;
import org.junit.jupiter.api.Test;

/** Perplexity of texts and blanks, and questions with several answers. */
class LikelihoodTasksTest {

  /** Each word has the probability 1/8 from the left, 1/2 when both sides are seen. */
  private static final Scorer EIGHTHS = Fakes.words(word -> 1 / 8.0, word -> 1 / 2.0);

  private static final Candidate CAUSAL = Candidate.named("causal").withScorer(EIGHTHS);

  private static final Candidate BOTH_SIDES =
      CAUSAL.withBothSides(
          (pieces, search) -> {
            throw new AssertionError("nothing is filled here");
          });

  private static final InfillPerplexity BLANKS =
      new InfillPerplexity(
          "blanks",
          TextSpans.middleSentences(
              Documents.of(
                  "stories",
                  List.of(
                      Document.ofSentences(
                          List.of(
                              "Tom ran.", "He fell down.", "He cried.", "Ann came.", "Fine."))))));

  @Test
  void aGapIsReadFromBothSidesByThoseWhoCan() {
    List<Score> scores = BLANKS.measure(BOTH_SIDES);
    assertEquals(2, Fakes.value(scores, "perplexity"), 1e-12);
    assertEquals(8, Fakes.value(scores, "perplexity, left only"), 1e-12);
    Score saved = scores.get(1).minus(scores.get(0).as("perplexity, left only"));
    assertEquals("perplexity, left only 6.00 [6.00, 6.00]", saved.toString());
  }

  @Test
  void aGapIsReadFromTheLeftByTheOthers() {
    List<Score> scores = BLANKS.measure(CAUSAL);
    assertEquals(8, Fakes.value(scores, "perplexity"), 1e-12);
    assertEquals(8, Fakes.value(scores, "perplexity, left only"), 1e-12);
    assertEquals(Score.Direction.LOWER, scores.get(0).direction());
  }

  @Test
  void theMiddleSentencesAreThreeOfFive() {
    assertEquals(
        List.of("He fell down.", "He cried.", "Ann came."),
        BLANKS.spans().stream().map(span -> span.range().of(span.text())).toList());
    Documents short4 = Documents.of(List.of("One. Two. Three. Four."));
    assertThrows(IllegalArgumentException.class, () -> TextSpans.middleSentences(short4));
  }

  @Test
  void spansOfWordsLieInsideTheirTexts() {
    Documents texts = Documents.of(List.of("w ".repeat(300), "too short", "v ".repeat(40)));
    List<TextSpan> spans = TextSpans.ofWords(texts, 8, 32, 100, 7);
    assertEquals(2, spans.size());
    for (TextSpan span : spans) {
      int words = WordRanges.of(span.range().of(span.text())).count();
      assertTrue(8 <= words && words <= 32, words + " words");
      assertTrue(WordRanges.of(span.text()).count() <= 100);
      TextRange range = span.range();
      assertFalse(span.text().substring(0, range.begin()).isBlank());
      assertFalse(span.text().substring(range.end()).isBlank());
    }
    assertEquals(spans, TextSpans.ofWords(texts, 8, 32, 100, 7));
    assertFalse(spans.equals(TextSpans.ofWords(texts, 8, 32, 100, 8)));
    assertThrows(IllegalArgumentException.class, () -> TextSpans.ofWords(texts, 8, 32, 33, 7));
  }

  @Test
  void perplexityCountsEachTokenTheSame() {
    Map<String, Double> known = Map.of("sure", 1.0, "odd", 1 / 16.0);
    Candidate candidate =
        Candidate.named("fake").withScorer(Fakes.words(known::get, word -> Double.NaN));
    List<Score> scores =
        new CausalPerplexity("texts", List.of("sure odd", "sure sure")).measure(candidate);
    assertEquals(2, scores.get(0).value(), 1e-12); // 16 to the power of a quarter
    assertEquals(
        1,
        new CausalPerplexity("texts", List.of("sure sure odd"))
            .words(2)
            .measure(candidate)
            .get(0)
            .value());
  }

  @Test
  void aTextOfASingleWordIsNoTextToPredict() {
    CausalPerplexity task = new CausalPerplexity("texts", List.of("Q", "sure sure", " odd "));
    assertEquals(List.of("sure sure"), task.texts());
    assertThrows(
        IllegalArgumentException.class, () -> new CausalPerplexity("texts", List.of("Q", " ")));
  }

  @Test
  void theLikeliestAnswerIsChosen() {
    MultipleChoice quiz =
        new MultipleChoice(
            "quiz",
            List.of(
                new ChoiceQuestion("one?", List.of("a", "b"), 0),
                new ChoiceQuestion("two?", List.of("b", "bbbbbbbb"), 1),
                new ChoiceQuestion("three?", List.of("a", "b"), 1),
                new ChoiceQuestion("four?", List.of("b", "b"), 0)));
    List<Score> scores = quiz.measure(whoKnows(Map.of("a", 0.5, "b", 0.4, "bbbbbbbb", 0.3)));
    assertEquals(50, Fakes.value(scores, "accuracy"));
    // Per character the long answer of the second question is the likelier one.
    assertEquals(75, Fakes.value(scores, "accuracy, length-normalised"));
    double error = 100 * Math.sqrt(0.25 / 3); // of 4 answers, half of them right
    assertEquals(50 + 1.96 * error, scores.get(0).high(), 0.01);
    assertEquals(2, quiz.limit(2).questions().size());
  }

  @Test
  void anAnswerOfUnknownLikelihoodIsNotChosen() {
    List<ChoiceQuestion> questions =
        List.of(
            new ChoiceQuestion("one?", List.of("a", "b"), 1),
            new ChoiceQuestion("two?", List.of("b", "a"), 0));
    Candidate unsure = whoKnows(Map.of("a", Double.NaN, "b", 0.4));
    assertEquals(
        100, Fakes.value(new MultipleChoice("quiz", questions).measure(unsure), "accuracy"));
  }

  /** Finds words as likely as said. */
  private static Candidate whoKnows(Map<String, Double> words) {
    return Candidate.named("fake").withScorer(Fakes.words(words::get, word -> Double.NaN));
  }

  @Test
  void anAnswersLengthIsInCodePoints() {
    Map<String, Double> known = Map.of("😀😀😀😀", Math.exp(-4), "日本語", Math.exp(-2.4));
    Candidate candidate =
        Candidate.named("fake").withScorer(Fakes.words(known::get, word -> Double.NaN));
    List<Score> scores =
        new MultipleChoice("quiz", List.of(new ChoiceQuestion("?", List.of("😀😀😀😀", "日本語"), 1)))
            .measure(candidate);
    // -4 / 4 and -2.4 / 3; by UTF-16 units it would be -4 / 8 and -2.4 / 3.
    assertEquals(100, Fakes.value(scores, "accuracy, length-normalised"));
  }

  @Test
  void aTextThatCannotBeUsedIsNamedByItsPlaceAmongAll() {
    try (Magnet model = Magnet.load("pocket")) {
      List<String> texts = new ArrayList<>(Collections.nCopies(260, "Tom ran."));
      texts.set(257, "Tom ran. ".repeat(200));
      Candidate candidate = Candidate.named("pocket").withScorer(model.scorer());
      CausalPerplexity task = new CausalPerplexity("texts", texts);
      String refusal =
          assertThrows(UnusableTexts.class, () -> task.measure(candidate)).getMessage();
      assertTrue(
          refusal.startsWith("1 of 260 texts cannot be used, counted from 0: 257 (of text 257: "),
          refusal);
    }
  }

  @Test
  void whoScoresNoTextIsNotMeasured() {
    Candidate mute = Candidate.named("mute");
    for (Task task : List.of(BLANKS, new CausalPerplexity("texts", List.of("a b")))) {
      assertFalse(task.canMeasure(mute));
      assertThrows(IllegalArgumentException.class, () -> task.measure(mute));
    }
  }
}
