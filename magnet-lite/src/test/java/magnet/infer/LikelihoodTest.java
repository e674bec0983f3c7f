package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.data.TextRange;
import magnet.model.LanguageModel;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import magnet.model.tokenizer.TokenizedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Likelihoods against sums over whole rows of logits. */
class LikelihoodTest {

  private static final String STORIES = "mico-tinyllama-1.3m";
  private static final String TEXT = "Tom had a red ball. He lost it in the park. He was sad.";

  private static double byHand(Tiny tiny, TokenSequence text, int... scored) {
    int[] before = Arrays.stream(scored).map(t -> t - 1).toArray();
    int vocabulary = tiny.model().architecture().vocabularySize();
    try (NDManager scope = tiny.model().newScope()) {
      float[] logits =
          tiny.model()
              .logits(scope, TokenBatch.padded(List.of(text), 0), List.of(before))
              .toFloatArray();
      double sum = 0;
      for (int i = 0; i < scored.length; i++) {
        float[] row = Arrays.copyOfRange(logits, i * vocabulary, (i + 1) * vocabulary);
        sum += Tiny.logProbability(row, text.tokens()[scored[i]]);
      }
      return sum;
    }
  }

  @Test
  void aTextIsScoredFromItsSecondTokenOn() {
    Tiny.stories(
        STORIES,
        tiny -> {
          int[] ids = tiny.frame().prompt(TEXT);
          int[] all = IntStream.range(1, ids.length).toArray();
          List<Likelihood> found =
              new LikelihoodScorer(tiny.model(), tiny.frame())
                  .texts(List.of(TEXT, "Lily saw a cat.", TEXT));
          double expected = byHand(tiny, TokenSequence.causal(ids), all);
          assertEquals(expected, found.get(0).log(), 1e-3);
          assertEquals(expected, found.get(2).log(), 1e-3);
          assertEquals(all.length, found.get(0).tokens());
          assertEquals(Math.exp(-expected / all.length), found.get(0).perplexity(), 1e-3);
          assertEquals(
              byHand(
                  tiny,
                  TokenSequence.causal(tiny.frame().prompt("Lily saw a cat.")),
                  IntStream.range(1, found.get(1).tokens() + 1).toArray()),
              found.get(1).log(),
              1e-3);
        });
  }

  @Test
  void aContinuationIsScoredWithItsPromptBefore() {
    Tiny.stories(
        STORIES,
        tiny -> {
          LikelihoodScorer scorer = new LikelihoodScorer(tiny.model(), tiny.frame());
          int[] whole = tiny.frame().prompt("Once upon a time");
          int prompt = tiny.frame().prompt("Once upon").length;
          Likelihood found =
              scorer.continuations(List.of(new PromptedText("Once upon", " a time"))).get(0);
          assertEquals(
              byHand(
                  tiny,
                  TokenSequence.causal(whole),
                  IntStream.range(prompt, whole.length).toArray()),
              found.log(),
              1e-3);
          Likelihood odd =
              scorer.continuations(List.of(new PromptedText("Once upon", " the dog"))).get(0);
          assertTrue(odd.perToken() < found.perToken());
        });
  }

  @Test
  void answersThatDifferInTheirLastTokenAreScoredByOnePass() {
    Tiny.stories(
        STORIES,
        tiny -> {
          int[] question = tiny.frame().prompt("Tom had a red ball. He lost");
          int last = question.length;
          List<TokenSequence> answers =
              IntStream.of(300, 301, 302, 303)
                  .mapToObj(
                      answer -> {
                        int[] ids = Arrays.copyOf(question, last + 1);
                        ids[last] = answer;
                        return TokenSequence.causal(ids);
                      })
                  .toList();
          List<int[]> scored =
              List.of(
                  new int[] {last}, new int[] {last}, new int[] {last - 1, last}, new int[] {last});
          assertEquals(1, SharedInput.of(answers, scored, true).size());
          List<Likelihood> found =
              new LikelihoodScorer(tiny.model(), tiny.frame()).tokens(answers, scored);
          for (int i = 0; i < answers.size(); i++) {
            assertEquals(byHand(tiny, answers.get(i), scored.get(i)), found.get(i).log(), 1e-3);
          }
        });
  }

  @Test
  void answersOfSeveralTokensAreScoredAsIfEachWereAlone() {
    Tiny.stories(
        STORIES,
        tiny -> {
          String question = "Tom had a red ball. He lost it in the park, and then";
          List<PromptedText> answers =
              Stream.of(" he was sad.", " he ran home to his mom.", " the cat said hello.")
                  .map(answer -> new PromptedText(question, answer))
                  .toList();
          List<Likelihood> found =
              new LikelihoodScorer(tiny.model(), tiny.frame()).continuations(answers);
          int from = tiny.frame().prompt(question).length;
          for (int i = 0; i < answers.size(); i++) {
            int[] ids = tiny.frame().prompt(question + answers.get(i).continuation());
            int[] scored = IntStream.range(from, ids.length).toArray();
            assertEquals(byHand(tiny, TokenSequence.causal(ids), scored), found.get(i).log(), 1e-3);
          }
        });
  }

  @Test
  void aSpanIsScoredWithBothSidesAndWithTheLeftAlone() {
    Tiny.stories(
        STORIES,
        tiny -> {
          int from = TEXT.indexOf("red ball");
          TextSpan span = new TextSpan(TEXT, new TextRange(from, from + 8));
          TokenizedText tokens = tiny.frame().document(TEXT);
          int[] inside =
              IntStream.range(0, tokens.length())
                  .filter(t -> tokens.begin()[t] >= from && tokens.end()[t] <= from + 8)
                  .toArray();
          boolean[] flags = new boolean[tokens.length()];
          Arrays.stream(inside).forEach(t -> flags[t] = true);
          LikelihoodScorer scorer = new LikelihoodScorer(tiny.model(), tiny.frame());
          assertEquals(
              byHand(tiny, TokenSequence.hybrid(tokens.ids(), flags), inside),
              scorer.spansFromBothSides(List.of(span)).get(0).log(),
              1e-3);
          assertEquals(
              byHand(tiny, TokenSequence.causal(tokens.ids()), inside),
              scorer.spansFromTheLeft(List.of(span)).get(0).log(),
              1e-3);
          String other = TEXT.replace("He was sad.", "He was glad!");
          TextSpan changed = new TextSpan(other, span.range());
          assertEquals(
              scorer.spansFromTheLeft(List.of(span)).get(0).log(),
              scorer.spansFromTheLeft(List.of(changed)).get(0).log(),
              1e-4);
        });
  }

  @Test
  void tokenByTokenGivesWhatTheWholeTextGives() {
    Tiny.stories(
        STORIES,
        tiny -> {
          List<int[]> texts =
              List.of(tiny.frame().prompt(TEXT), tiny.frame().prompt("Lily saw a cat."));
          List<int[]> all =
              texts.stream().map(ids -> IntStream.range(1, ids.length).toArray()).toList();
          float[] stepwise =
              new LikelihoodScorer(tiny.model(), tiny.frame())
                  .stepwise(
                      texts,
                      all.stream()
                          .map(each -> Arrays.stream(each).map(t -> t - 1).toArray())
                          .toList(),
                      texts.stream().map(ids -> Arrays.copyOfRange(ids, 1, ids.length)).toList());
          int next = 0;
          for (int i = 0; i < 2; i++) {
            double sum = 0;
            for (int t = 0; t < all.get(i).length; t++) {
              sum += stepwise[next++];
            }
            assertEquals(byHand(tiny, TokenSequence.causal(texts.get(i)), all.get(i)), sum, 1e-3);
          }
        });
  }

  /** The matrices of stories260K have 172 inputs among others, no multiple of a block. */
  @ParameterizedTest
  @ValueSource(strings = {STORIES, "stories260K"})
  void int8WeightsAreScoredWithThemselvesAndLoseLittle(String model) {
    Tiny.stories(
        model,
        tiny -> {
          double whole = perplexity(tiny.model(), tiny.frame());
          try (LanguageModel int8 = tiny.model().withInt8Decoding()) {
            double small = perplexity(int8, tiny.frame());
            assertNotEquals(whole, small);
            assertEquals(whole, small, 0.05 * whole);
          }
        });
  }

  private static double perplexity(LanguageModel model, TextFrame frame) {
    return new LikelihoodScorer(model, frame).texts(List.of(TEXT)).get(0).perplexity();
  }

  @Test
  void likelihoodsAddUp() {
    Likelihood sum = new Likelihood(-2, 1).plus(new Likelihood(-4, 2));
    assertEquals(-6, sum.log());
    assertEquals(-2, sum.perToken());
    assertEquals(Math.exp(2), sum.perplexity(), 1e-9);
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    Tiny.stories(
        STORIES,
        tiny -> {
          LikelihoodScorer scorer = new LikelihoodScorer(tiny.model(), tiny.frame());
          assertRefused("expected 2 at least", () -> scorer.texts(List.of("")));
          assertRefused("expected 256 at most", () -> scorer.texts(List.of("a b ".repeat(200))));
        });
    assertRefused("is empty", () -> new PromptedText("Tom", ""));
    assertRefused("is empty", () -> new TextSpan("Tom ran.", new TextRange(3, 4)));
  }

  private static void assertRefused(String words, org.junit.jupiter.api.function.Executable call) {
    Exception refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }
}
