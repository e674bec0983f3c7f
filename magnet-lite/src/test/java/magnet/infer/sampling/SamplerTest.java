package magnet.infer.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import magnet.infer.Excluding;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Each sampler against what its definition says. */
class SamplerTest {

  private static final int[] NOTHING = {};
  private static final float OUT = Float.NEGATIVE_INFINITY;

  /** The logits as a chain hands them on. */
  private static float[] after(java.util.function.UnaryOperator<Sampler> filter, float... logits) {
    float[][] seen = new float[1][];
    Sampler end =
        (given, soFar) -> {
          seen[0] = given.clone();
          return 0;
        };
    filter.apply(end).next(logits.clone(), new int[] {1, 3, 3});
    return seen[0];
  }

  @Test
  void greedyTakesTheHighestAndTheLowestIdInATie() {
    assertEquals(2, new Greedy().next(new float[] {0, 1, 4, 4, OUT}, NOTHING));
  }

  @Test
  void temperatureDivides() {
    assertArrayEquals(
        new float[] {2, -4, OUT}, after(next -> new Temperature(0.5, next), 1, -2, OUT));
  }

  @Property(tries = 100)
  void atTheLowestTemperaturesTheLikeliestTokenIsChosen(
      @ForAll @Size(min = 2, max = 20) float @FloatRange(min = -20, max = 20) [] logits,
      @ForAll @IntRange(min = 38, max = 323) int digits,
      @ForAll long seed) {
    double lowest = Double.parseDouble("1e-" + digits);
    float highest = logits[new Greedy().next(logits, NOTHING)];
    for (Sampler end :
        new Sampler[] {
          new MultinomialSampler(seed), new TopK(2, new TopP(0.9, new MultinomialSampler(seed)))
        }) {
      int chosen = new Temperature(lowest, end).next(logits.clone(), NOTHING);
      assertEquals(highest, logits[chosen]);
    }
  }

  @Test
  void aPenaltyOutOfAllProportionLeavesNumbers() {
    float most = Float.MAX_VALUE;
    assertArrayEquals(
        new float[] {1, most, -1, OUT},
        after(next -> new RepetitionPenalty(1e-300, next), 1, 4, -1, OUT));
    assertArrayEquals(
        new float[] {-1, -most, 3, -most},
        after(next -> new RepetitionPenalty(1e300, next), -1, -4, 3, -5));
  }

  @Test
  void topKKeepsTheHighest() {
    assertArrayEquals(new float[] {OUT, 3, OUT, 2}, after(next -> new TopK(2, next), 1, 3, -1, 2));
    assertArrayEquals(new float[] {1, 3}, after(next -> new TopK(5, next), 1, 3));
  }

  @Test
  void topPKeepsTheLikeliestThatReachP() {
    float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
    assertArrayEquals(
        new float[] {logits[0], OUT, OUT}, after(next -> new TopP(0.45, next), logits));
    assertArrayEquals(
        new float[] {logits[0], logits[1], OUT}, after(next -> new TopP(0.7, next), logits));
    assertArrayEquals(logits, after(next -> new TopP(0.9, next), logits));
    assertArrayEquals(logits, after(next -> new TopP(1, next), logits));
  }

  @Test
  void minPKeepsAShareOfTheLikeliest() {
    float[] logits = {(float) Math.log(0.6), (float) Math.log(0.3), (float) Math.log(0.1)};
    assertArrayEquals(
        new float[] {logits[0], logits[1], OUT}, after(next -> new MinP(0.4, next), logits));
    assertArrayEquals(logits, after(next -> new MinP(0, next), logits));
  }

  @Test
  void repetitionPenaltyWeakensTokensOfTheTextOnceEach() {
    assertArrayEquals(
        new float[] {1, 2, 3, -8}, after(next -> new RepetitionPenalty(2, next), 1, 4, 3, -4));
  }

  @Test
  void excludedTokensNeverCome() {
    assertEquals(
        1, new Excluding(new int[] {2, 3}, new Greedy()).next(new float[] {0, 1, 4, 4}, NOTHING));
  }

  @Test
  void drawsFollowTheProbabilities() {
    Sampler sampler = new MultinomialSampler(7);
    float[] logits = {(float) Math.log(0.7), OUT, (float) Math.log(0.3)};
    int[] count = new int[3];
    IntStream.range(0, 10_000).forEach(i -> count[sampler.next(logits, NOTHING)]++);
    assertEquals(0, count[1]);
    assertEquals(7000, count[0], 150);
  }

  @Test
  void theSameSeedDrawsTheSame() {
    float[] logits = new float[100];
    Sampler one = new MultinomialSampler(3);
    Sampler two = new MultinomialSampler(3);
    for (int i = 0; i < 50; i++) {
      assertEquals(one.next(logits, NOTHING), two.next(logits, NOTHING));
    }
  }

  @Property(tries = 200)
  void whateverIsKeptTheChainDrawsFromItAndTheLikeliestIsKept(
      @ForAll @Size(min = 1, max = 40) float @FloatRange(min = -20, max = 20) [] logits,
      @ForAll @IntRange(min = 1, max = 10) int k,
      @ForAll @DoubleRange(min = 0.01, max = 1) double p,
      @ForAll long seed) {
    float[][] kept = new float[1][];
    Sampler chain =
        new TopK(
            k,
            new TopP(
                p,
                new MinP(
                    0.01,
                    (given, soFar) -> {
                      kept[0] = given.clone();
                      return new MultinomialSampler(seed).next(given, soFar);
                    })));
    int drawn = chain.next(logits.clone(), NOTHING);
    assertTrue(kept[0][drawn] > OUT);
    assertTrue(kept[0][Logits.argMax(logits)] > OUT);
  }

  @Test
  void aLogitThatIsNotANumberIsNamed() {
    for (Sampler sampler : new Sampler[] {new Greedy(), new TopP(0.9, new MultinomialSampler(1))}) {
      for (float none : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        Exception refusal =
            assertThrows(
                IllegalArgumentException.class, () -> sampler.next(new float[] {0, none}, NOTHING));
        assertTrue(
            refusal.getMessage().contains("logit of token 1 is " + none), refusal.getMessage());
      }
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    Sampler end = new Greedy();
    assertRefused("temperature is 0.0", () -> new Temperature(0, end));
    assertRefused("top-k is 0", () -> new TopK(0, end));
    assertRefused("top-p is 1.5", () -> new TopP(1.5, end));
    assertRefused("min-p is -0.1", () -> new MinP(-0.1, end));
    assertRefused("repetition penalty is 0.0", () -> new RepetitionPenalty(0, end));
    assertRefused(
        "None of 2 tokens may come next", () -> end.next(new float[] {OUT, OUT}, NOTHING));
  }

  private static void assertRefused(String words, org.junit.jupiter.api.function.Executable call) {
    Exception refusal = assertThrows(IllegalArgumentException.class, call);
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }
}
