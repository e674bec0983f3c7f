package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import magnet.Infilling;
import magnet.infer.sampling.Greedy;
import magnet.infer.sampling.Logits;
import magnet.infer.sampling.MultinomialSampler;
import magnet.infer.sampling.Temperature;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filling blanks: against the cache equals from scratch, side by side equals alone. */
class InfillTest {

  private static final String STORIES = "mico-tinyllama-1.3m";

  static final List<int[]> CONTEXT =
      List.of(new int[] {1, 27, 49, 105}, new int[] {32, 79, 5}, new int[] {14, 3, 99, 120, 7, 68});

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void theCacheGivesWhatTheWholeTextGives(String family) {
    Tiny.golden(
        family,
        tiny -> {
          int[] lengths = {3, 5};
          assertAlike(fromScratch(tiny, lengths, lengths), fill(tiny, List.of(lengths)).get(0));
        });
  }

  static void assertAlike(SpanTokens expected, SpanTokens found) {
    for (int blank = 0; blank < 2; blank++) {
      assertArrayEquals(expected.spans().get(blank), found.spans().get(blank));
    }
    assertEquals(expected.likelihood().log(), found.likelihood().log(), 1e-3);
    assertEquals(expected.likelihood().tokens(), found.likelihood().tokens());
  }

  /**
   * The likeliest tokens, everything before each gone through the model at once.
   *
   * @param lengths how far apart the blanks hold what stands around them
   * @param written how many tokens are written into each
   */
  static SpanTokens fromScratch(Tiny tiny, int[] lengths, int[] written) {
    List<int[]> spans = List.of(new int[written[0]], new int[written[1]]);
    double log = 0;
    for (int blank = 0; blank < 2; blank++) {
      for (int place = 0; place < written[blank]; place++) {
        float[] logits = logits(tiny, spans, lengths, written, blank, place);
        spans.get(blank)[place] = Logits.argMax(logits);
        log += Tiny.logProbability(logits, spans.get(blank)[place]);
      }
    }
    return new SpanTokens(spans, new Likelihood(log, written[0] + written[1]));
  }

  /** The logits of one span token, everything before it gone through the model at once. */
  private static float[] logits(
      Tiny tiny, List<int[]> spans, int[] lengths, int[] written, int blank, int place) {
    List<Integer> ids = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    List<Boolean> flags = new ArrayList<>();
    int position = 0;
    int predictor = -1;
    for (int piece = 0; piece < CONTEXT.size(); piece++) {
      for (int id : CONTEXT.get(piece)) {
        ids.add(id);
        positions.add(position++);
        flags.add(false);
      }
      if (piece < lengths.length) {
        int known = piece < blank ? written[piece] : piece == blank ? place : 0;
        for (int t = 0; t < known; t++) {
          ids.add(spans.get(piece)[t]);
          positions.add(position + t);
          flags.add(true);
        }
        predictor = piece == blank ? ids.size() - 1 : predictor;
        position += lengths[piece];
      }
    }
    boolean[] span = new boolean[ids.size()];
    IntStream.range(0, span.length).forEach(i -> span[i] = flags.get(i));
    TokenSequence text =
        new TokenSequence(
            ids.stream().mapToInt(i -> i).toArray(),
            positions.stream().mapToInt(i -> i).toArray(),
            span);
    int window = tiny.model().architecture().slidingWindow();
    try (NDManager scope = tiny.model().newScope()) {
      return tiny.model()
          .logits(
              scope,
              TokenBatch.padded(List.of(text), window),
              List.<int[]>of(new int[] {predictor}))
          .toFloatArray();
    }
  }

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void triesSideBySideAreFilledAsEachAlone(String family) {
    Tiny.golden(
        family,
        tiny -> {
          List<int[]> lengths =
              List.of(new int[] {1, 1}, new int[] {4, 2}, new int[] {2, 6}, new int[] {3, 5});
          List<SpanTokens> together = fill(tiny, lengths);
          for (int i = 0; i < lengths.size(); i++) {
            SpanTokens alone = fill(tiny, List.of(lengths.get(i))).get(0);
            for (int blank = 0; blank < 2; blank++) {
              assertEquals(lengths.get(i)[blank], together.get(i).spans().get(blank).length);
              assertArrayEquals(alone.spans().get(blank), together.get(i).spans().get(blank));
            }
            assertEquals(alone.likelihood().log(), together.get(i).likelihood().log(), 1e-3);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("magnet.Shared#families")
  void triesThatShareWhatTheContextGaveAreFilledAsEachAlone(String family) {
    Tiny.golden(
        family,
        tiny -> {
          int[] shorter = {1, 2};
          int[] longer = {4, 3};
          List<int[]> lengths = List.of(longer, shorter, shorter, longer, shorter, longer);
          HybridInfiller infiller = new HybridInfiller(tiny.model(), tiny.frame());
          List<SpanTokens> together =
              Blanks.filled(infiller, CONTEXT, lengths, attempt -> new MultinomialSampler(attempt));
          Set<List<Integer>> different = new HashSet<>();
          for (int i = 0; i < lengths.size(); i++) {
            int seed = i;
            SpanTokens alone =
                Blanks.filled(
                        infiller,
                        CONTEXT,
                        List.of(lengths.get(i)),
                        attempt -> new MultinomialSampler(seed))
                    .get(0);
            for (int blank = 0; blank < 2; blank++) {
              assertArrayEquals(alone.spans().get(blank), together.get(i).spans().get(blank));
              different.add(Arrays.stream(alone.spans().get(blank)).boxed().toList());
            }
            assertEquals(alone.likelihood().log(), together.get(i).likelihood().log(), 1e-3);
          }
          assertTrue(different.size() > 6, "the draws differ: " + different);
        });
  }

  private static List<SpanTokens> fill(Tiny tiny, List<int[]> lengths) {
    return Blanks.filled(
        new HybridInfiller(tiny.model(), tiny.frame()), CONTEXT, lengths, attempt -> new Greedy());
  }

  @Test
  void aBlankAfterASpaceBeginsWithAWord() {
    Tiny.stories(
        STORIES,
        tiny -> {
          HybridInfiller infiller = new HybridInfiller(tiny.model(), tiny.frame());
          for (String before : List.of("Tom lost his ", "It was a ", "She ran to the ")) {
            for (Filling each :
                infiller.infill(
                    List.of(before, ". They were sad."),
                    Infilling.tokens(1, 6).candidates(6).search())) {
              assertTrue(each.spans().get(0).startsWith(" "), each.text());
            }
          }
        });
  }

  @Test
  void candidatesAreDifferentRankedAndKeepTheContext() {
    Tiny.stories(
        STORIES,
        tiny -> {
          List<Filling> found =
              new HybridInfiller(tiny.model(), tiny.frame())
                  .infill(
                      List.of("Tom lost his ", ". He looked under the ", "."),
                      Infilling.tokens(1, 4).candidates(7).search());
          assertEquals(7, found.size());
          assertEquals(7, new HashSet<>(found.stream().map(Filling::text).toList()).size());
          for (int i = 0; i < found.size(); i++) {
            Filling each = found.get(i);
            assertEquals(2, each.spans().size());
            assertEquals(
                "Tom lost his"
                    + each.spans().get(0)
                    + ". He looked under the"
                    + each.spans().get(1)
                    + ".",
                each.text());
            if (i > 0) {
              assertTrue(each.textLikelihood().log() <= found.get(i - 1).textLikelihood().log());
            }
            assertTrue(each.spanLikelihood().log() < 0);
          }
        });
  }

  @Test
  void whatIsWantedComesFirstHoweverLikelyTheRest() {
    Tiny.stories(
        "stories260K",
        tiny -> {
          HybridInfiller infiller = new HybridInfiller(tiny.model(), tiny.frame());
          List<String> pieces = List.of("Tom has a", " dog. He was happy.");
          SpanSearch all = Infilling.tokens(1, 8).candidates(8).search();
          List<String> likeliest = texts(infiller.infill(pieces, all));
          String last = likeliest.get(likeliest.size() - 1);
          SpanSearch search =
              new SpanSearch(1, 8, 8, 1, attempt -> new Greedy(), filled -> filled.equals(last));
          List<String> wantedFirst = new ArrayList<>(likeliest);
          wantedFirst.remove(last);
          wantedFirst.add(0, last);
          assertEquals(wantedFirst, texts(infiller.infill(pieces, search)));
        });
  }

  @Test
  void fewerCandidatesAreTheFirstOfMany() {
    Tiny.stories(
        "stories260K",
        tiny -> {
          HybridInfiller infiller = new HybridInfiller(tiny.model(), tiny.frame());
          List<String> pieces = List.of("Tom has a", " dog. He was happy.");
          List<String> all =
              texts(infiller.infill(pieces, choosing(8, filled -> filled.length() > 9)));
          assertTrue(all.get(0).length() > 9 && all.get(7).length() <= 9, all.toString());
          for (int most = 1; most < all.size(); most++) {
            List<String> few =
                texts(infiller.infill(pieces, choosing(most, filled -> filled.length() > 9)));
            assertEquals(all.subList(0, most), few);
          }
        });
  }

  private static SpanSearch choosing(int candidates, BlankForm form) {
    return new SpanSearch(1, 8, candidates, 1, attempt -> new Greedy(), form);
  }

  @Test
  void aLongFillingDoesNotWinByThinningOutAHardContext() {
    Tiny.stories(
        "stories260K",
        tiny -> {
          List<Filling> found =
              new HybridInfiller(tiny.model(), tiny.frame())
                  .infill(
                      List.of("The quartz zebra lost her ", " in Belgium. Six judges vexed him."),
                      Infilling.tokens(1, 8).candidates(8).search());
          Filling perToken =
              Collections.max(
                  found, Comparator.comparingDouble(each -> each.textLikelihood().perToken()));
          Filling best = found.get(0);
          assertTrue(perToken.spanLikelihood().tokens() > best.spanLikelihood().tokens());
          assertTrue(perToken.textLikelihood().log() < best.textLikelihood().log());
        });
  }

  private static List<String> texts(List<Filling> fillings) {
    return fillings.stream().map(filling -> filling.spans().get(0)).toList();
  }

  @Test
  void theRankIsTheCausalLikelihoodOfTheCompletedText() {
    Tiny.stories(
        STORIES,
        tiny -> {
          Filling best =
              new HybridInfiller(tiny.model(), tiny.frame())
                  .infill(
                      List.of("Tom has a", " dog."), Infilling.tokens(1, 1).candidates(1).search())
                  .get(0);
          int[] whole = tiny.frame().document(best.text()).ids();
          Likelihood expected =
              new LikelihoodScorer(tiny.model(), tiny.frame())
                  .tokens(
                      List.of(TokenSequence.causal(whole)),
                      List.of(IntStream.range(1, whole.length).toArray()))
                  .get(0);
          assertEquals(expected.log(), best.textLikelihood().log(), 1e-3);
          assertEquals(expected.tokens(), best.textLikelihood().tokens());
        });
  }

  @Test
  void aSpanHoldsNoEndTokenAndATextMayBeginAndEndWithABlank() {
    Tiny.stories(
        STORIES,
        tiny -> {
          HybridInfiller infiller = new HybridInfiller(tiny.model(), tiny.frame());
          SpanSearch drawn =
              new SpanSearch(
                  2,
                  9,
                  30,
                  4,
                  attempt -> new Temperature(3, new MultinomialSampler(attempt)),
                  filled -> true);
          for (Filling each : infiller.infill(List.of("", " was happy. ", ""), drawn)) {
            assertFalse(each.text().contains("<"), each.text());
            assertFalse(each.text().startsWith(" "), each.text());
            assertTrue(each.text().contains(" was happy."), each.text());
          }
          int[] forbidden = IntStream.range(0, 4096).filter(tiny.frame()::isEnd).toArray();
          assertTrue(forbidden.length > 0);
          float[] logits = new float[4096];
          Arrays.stream(forbidden).forEach(id -> logits[id] = 9);
          int chosen =
              new Excluding(tiny.frame().writtenTokens().outsideText(), new Greedy())
                  .next(logits, new int[0]);
          assertFalse(tiny.frame().isEnd(chosen));
        });
  }

  @Test
  void blanksThatCannotBeFilledAreRefused() {
    Tiny.stories(
        STORIES,
        tiny -> {
          HybridInfiller infiller = new HybridInfiller(tiny.model(), tiny.frame());
          SpanSearch search = Infilling.tokens(1, 4).candidates(1).search();
          assertRefused("has no blank", () -> infiller.infill(List.of("Tom ran."), search));
          assertRefused(
              "no text between them", () -> infiller.infill(List.of("Tom ", " ", "."), search));
          assertRefused(
              "has no room in the model's 256 positions",
              () -> infiller.infill(List.of("Tom ran ".repeat(127), " home."), search));
          SpanSearch endless = Infilling.tokens(1, Integer.MAX_VALUE).search();
          assertRefused(
              "blank of 2147483647 tokens has no room",
              () -> infiller.infill(List.of("Tom ran ", " home."), endless));
          assertRefused(
              "no token before it",
              () ->
                  Blanks.filled(
                      infiller,
                      List.of(new int[0], new int[] {3}),
                      List.<int[]>of(new int[] {1}),
                      attempt -> new Greedy()));
        });
    assertRefused("A blank of 0 to 4 tokens", () -> Infilling.tokens(0, 4).candidates(1).search());
    assertRefused("A blank of 5 to 4 tokens", () -> Infilling.tokens(5, 4).candidates(1).search());
    assertRefused("Asked for 0 candidates", () -> Infilling.tokens(1, 4).candidates(0).search());
  }

  @Test
  void manyBlanksTryLengthsEvenlySpread() {
    assertEquals(8, Infilling.tokens(1, 8).candidates(1).search().lengths(1).size());
    assertEquals(64, Infilling.tokens(1, 8).candidates(1).search().lengths(2).size());
    List<int[]> three = Infilling.tokens(1, 8).candidates(1).search().lengths(3);
    assertEquals(64, three.size());
    assertArrayEquals(new int[] {1, 1, 1}, three.get(0));
    assertArrayEquals(new int[] {8, 8, 8}, three.get(63));
    assertArrayEquals(
        new int[] {5, 5, 5, 5, 5, 5, 5},
        Infilling.tokens(3, 7).candidates(1).search().lengths(7).get(0));
  }

  private static void assertRefused(String words, org.junit.jupiter.api.function.Executable call) {
    Exception refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }
}
