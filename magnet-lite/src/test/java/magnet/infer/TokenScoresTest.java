package magnet.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.infer.sampling.Greedy;
import magnet.infer.sampling.MinP;
import magnet.infer.sampling.MultinomialSampler;
import magnet.infer.sampling.RepetitionPenalty;
import magnet.infer.sampling.Sampler;
import magnet.infer.sampling.Temperature;
import magnet.infer.sampling.TopK;
import magnet.infer.sampling.TopP;
import magnet.kernel.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits that are picked where they lie, as on a GPU: the same tokens as from all of them. */
class TokenScoresTest {

  private static final int VOCABULARY = 400;
  private static final int ROWS = 20;

  /** Chains whose highest logits decide, made anew for each row. */
  static Stream<IntFunction<Sampler>> decided() {
    return Stream.of(
        row -> new Greedy(),
        row -> new TopK(5, new MultinomialSampler(row)),
        row -> new Temperature(0.7, new TopK(9, new TopP(0.8, new MultinomialSampler(row)))),
        row -> new TopK(3, new MinP(0.1, new MultinomialSampler(row))),
        row -> new Excluding(IntStream.range(0, 20).toArray(), new Greedy()));
  }

  private static TokenScores scores(float[] logits, int decisive) {
    try (NDManager scope = TorchRuntime.newManager(Device.cpu())) {
      NDArray all = scope.create(logits, new Shape(logits.length / VOCABULARY, 1, VOCABULARY));
      return TokenScores.of(all, decisive);
    }
  }

  /** How many logits of a row came to Java. */
  private static long copied(float[] row) {
    return IntStream.range(0, row.length).filter(id -> Float.isFinite(row[id])).count();
  }

  @ParameterizedTest
  @MethodSource("decided")
  void samplersChooseTheSame(IntFunction<Sampler> samplers) {
    Random random = new Random(1);
    float[] logits = new float[ROWS * VOCABULARY];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }
    int decisive = samplers.apply(0).decisive();
    TokenScores whole = scores(logits, 0);
    TokenScores picked = scores(logits, decisive);
    for (int row = 0; row < ROWS; row++) {
      assertEquals(VOCABULARY, copied(whole.row(row)));
      assertEquals(decisive + 16, copied(picked.row(row)));
      int token = samplers.apply(row).next(whole.row(row), new int[0]);
      assertEquals(token, samplers.apply(row).next(picked.row(row), new int[0]));
      assertEquals(whole.logit(row, token), picked.logit(row, token));
    }
  }

  /** Many tie with the last that decides, one of them by a temperature's rounding alone. */
  @Test
  void whatTiesIsNotLost() {
    float[] logits = new float[VOCABULARY];
    for (int id = 100; id < 200; id++) {
      logits[id] = id == 150 ? Math.nextDown(2f) : 2;
    }
    logits[7] = 5;
    assertEquals(16 + 1, copied(scores(logits, 1).row(0)), "the likeliest stands alone");
    assertArrayEquals(logits, scores(logits, 2).row(0));
    float[] close = new float[VOCABULARY];
    IntStream.range(0, 50).forEach(id -> close[id] = 2 - id * Math.ulp(1f));
    assertArrayEquals(close, scores(close, 4).row(0));
  }

  @Test
  void damagedLogitsComeWhole() {
    float[] logits = new float[VOCABULARY];
    logits[3] = Float.NaN;
    assertTrue(Float.isNaN(scores(logits, 1).row(0)[3]));
  }

  @Test
  void otherChainsWantEverything() {
    Sampler draw = new MultinomialSampler(1);
    for (Sampler open :
        List.of(
            draw,
            new TopP(0.9, draw),
            new MinP(0.1, draw),
            new Temperature(2, draw),
            new Excluding(new int[] {1}, draw),
            new RepetitionPenalty(2, new Greedy()))) {
      assertEquals(0, open.decisive(), open.toString());
      assertEquals(0, Sampler.decisive(Stream.of(new Greedy(), open)), open.toString());
    }
    assertEquals(8, Sampler.decisive(Stream.of(new Greedy(), new TopK(8, draw))));
    float[] logits = new float[VOCABULARY];
    IntStream.range(0, VOCABULARY).forEach(id -> logits[id] = id);
    assertArrayEquals(logits, scores(logits, 100).row(0), "a quarter is as good as all");
    assertArrayEquals(logits, scores(logits, Integer.MAX_VALUE).row(0));
  }

  @ParameterizedTest
  @MethodSource("decided")
  void textsAndSpansAreTheSame(IntFunction<Sampler> samplers) {
    Tiny.stories(
        "stories260K",
        tiny -> {
          List<int[]> prompts = List.of(new int[] {1, 30, 40, 50}, new int[] {1, 60});
          Decoding decoding = new Decoding(12, List.of(), false, samplers);
          List<int[]> lengths = List.of(new int[] {5, 3}, new int[] {2, 7}, new int[] {5, 3});
          List<int[]> context = List.of(new int[] {1, 30, 40}, new int[] {50, 60}, new int[] {70});
          assertArrayEquals(
              written(new CausalGenerator(tiny.model(), tiny.frame(), false), prompts, decoding),
              written(new CausalGenerator(tiny.model(), tiny.frame(), true), prompts, decoding));
          HybridInfiller whole = new HybridInfiller(tiny.model(), tiny.frame(), false);
          HybridInfiller picking = new HybridInfiller(tiny.model(), tiny.frame(), true);
          List<SpanTokens> expected = Blanks.filled(whole, context, lengths, samplers);
          List<SpanTokens> found = Blanks.filled(picking, context, lengths, samplers);
          for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).likelihood(), found.get(i).likelihood());
            assertArrayEquals(expected.get(i).spans().toArray(), found.get(i).spans().toArray());
          }
        });
  }

  private static int[][] written(
      CausalGenerator generator, List<int[]> prompts, Decoding decoding) {
    return generator.continueTokens(prompts, decoding, null).stream()
        .map(Continuation::tokens)
        .toArray(int[][]::new);
  }
}
