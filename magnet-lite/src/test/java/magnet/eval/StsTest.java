package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import magnet.data.benchmark.ScoredPair;
import magnet.infer.encoding.PooledEncoder;
import magnet.infer.encoding.SentenceEncoder;
import org.junit.jupiter.api.Test;

class StsTest {

  /** "angle n" lies n degrees from "angle 0". */
  private static float[] angle(String sentence) {
    double angle = Math.toRadians(Double.parseDouble(sentence.substring("angle ".length())));
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }

  private static final SentenceEncoder RIGHT = Fakes.vectors(2, StsTest::angle);

  /** Sees 30 degrees as 80. */
  private static final SentenceEncoder CONFUSED =
      Fakes.vectors(2, text -> angle(text.equals("angle 30") ? "angle 80" : text));

  private static final Sts NEARNESS =
      new Sts(
          "angles",
          List.of(
              new ScoredPair("angle 0", "angle 10", 5),
              new ScoredPair("angle 0", "angle 30", 4),
              new ScoredPair("angle 0", "angle 50", 2),
              new ScoredPair("angle 0", "angle 70", 1)));

  @Test
  void eachPoolingIsAScoreOfItsOwn() {
    Map<String, SentenceEncoder> poolings = new LinkedHashMap<>();
    poolings.put("last", RIGHT);
    poolings.put("mean", CONFUSED);
    Candidate candidate = Candidate.named("fake").withSentences(PooledEncoder.of(poolings));
    List<Score> scores = NEARNESS.measure(candidate);
    assertEquals(
        List.of("Spearman (last)", "Pearson (last)", "Spearman (mean)", "Pearson (mean)"),
        scores.stream().map(Score::title).toList());
    assertEquals(100, Fakes.value(scores, "Spearman (last)"), 1e-9);
    // Ranks 4, 1, 3, 2 beside 4, 3, 2, 1: 1 - 6 * (0 + 4 + 1 + 1) / (4 * 15).
    assertEquals(40, Fakes.value(scores, "Spearman (mean)"), 1e-9);
    assertEquals(97.4, Fakes.value(scores, "Pearson (last)"), 0.1);
  }

  @Test
  void aSentenceOfManyPairsIsEncodedOnce() {
    List<String> asked = new ArrayList<>();
    SentenceEncoder counting =
        Fakes.vectors(
            2,
            text -> {
              asked.add(text);
              return angle(text);
            });
    NEARNESS.measure(Fakes.encoding("last", counting));
    assertEquals(5, asked.size());
  }

  @Test
  void theIntervalShrinksWithThePairs() {
    Candidate candidate = Fakes.encoding("last", CONFUSED);
    List<ScoredPair> many =
        IntStream.range(0, 900)
            .mapToObj(
                i -> new ScoredPair("angle 0", "angle " + i % 90, (90 - i % 90) + 40 * (i % 7)))
            .toList();
    Score few = new Sts("few", many).limit(60).measure(candidate).get(0);
    Score all = new Sts("all", many).measure(candidate).get(0);
    assertTrue(few.hasInterval() && few.low() < few.value() && few.value() < few.high());
    assertTrue(all.high() - all.low() < 0.5 * (few.high() - few.low()), few + " and " + all);
  }

  @Test
  void aLimitTakesPairsFromAllOverTheSet() {
    List<ScoredPair> sorted =
        IntStream.range(0, 100).mapToObj(i -> new ScoredPair("a", "b", i)).toList();
    List<ScoredPair> four = new Sts("sorted", sorted).limit(4).pairs();
    assertEquals(List.of(0, 1, 2, 3), four.stream().map(pair -> (int) pair.score() / 25).toList());
    assertEquals(four, new Sts("sorted", sorted).limit(4).pairs());
    assertEquals(100, new Sts("sorted", sorted).limit(1000).pairs().size());
  }

  @Test
  void onlyWhoEncodesSentencesIsMeasured() {
    Candidate mute = Candidate.named("mute");
    assertFalse(NEARNESS.canMeasure(mute));
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> NEARNESS.measure(mute));
    assertTrue(refusal.getMessage().contains("mute cannot be measured by angles"));
    assertThrows(IllegalArgumentException.class, () -> new Sts("none", List.of()));
    assertThrows(IllegalArgumentException.class, () -> NEARNESS.limit(1));
  }
}
