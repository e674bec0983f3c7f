package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A candidate beside each of the others. */
class DifferencesTest {

  private static Score spearman(String pooling, double value) {
    return Score.higher("Spearman", value).pooled(pooling);
  }

  /** Two seeds and two poolings; of the base the other pooling is the better one. */
  private static final Scoreboard BOARD =
      Scoreboard.empty()
          .with("sts", "base", List.of(spearman("last", 40), spearman("mean", 60)))
          .with(
              "sts",
              "ours",
              List.of(
                  spearman("last", 70).ofSeed(1),
                  spearman("mean", 50).ofSeed(1),
                  spearman("last", 74).ofSeed(2),
                  spearman("mean", 52).ofSeed(2)))
          .with(
              "sts",
              "control",
              List.of(spearman("last", 45).ofSeed(2), spearman("last", 41).ofSeed(1)))
          .with("sts", "one seed", List.of(spearman("last", 72.5).ofSeed(1)));

  private static Score of(String candidate, String other) {
    return BOARD.differencesOf(candidate).entries().stream()
        .filter(each -> each.candidate().equals(other))
        .map(Scoreboard.Entry::score)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachHasItsBestPooling() {
    assertEquals(12, of("ours", "base").value());
    assertEquals(-12, of("base", "ours").value());
    assertEquals(List.of(), BOARD.differencesOf("nobody").entries());
  }

  @Test
  void theSameSeedsAreComparedSeedBySeed() {
    assertEquals(29, of("ours", "control").value());
    assertEquals(0, of("ours", "control").deviation(), "70 - 41 and 74 - 45");
    assertEquals(List.of(1L, 2L), of("ours", "control").seeds());
  }

  @Test
  void whatHasOneSeedOrNoneIsComparedWithEachOfTheOther() {
    double deviation = Math.sqrt(8);
    assertEquals(deviation, of("ours", "base").deviation(), 1e-12);
    assertEquals(deviation, of("ours", "one seed").deviation(), 1e-12);
    assertTrue(Double.isNaN(of("one seed", "base").deviation()));
  }

  @Test
  void nothingIsMarkedAsTheBest() {
    assertEquals(
        """
        | task | metric | base | control | one seed |
        |---|---|---:|---:|---:|
        | sts | Spearman ↑ | +12.00 ± 2.83 | +29.00 ± 0.00 | -0.50 ± 2.83 |
        """,
        BOARD.differencesOf("ours").shown().markdown());
    assertEquals(
        List.of("task", "metric", "base", "control", "one seed"),
        BOARD.differencesOf("ours").shown().table().columnNames());
    assertEquals(3, BOARD.differencesOf("ours").longTable().rowCount());
  }

  @Test
  void whatIsMeasuredByItsItemsHasAnInterval() {
    double[] base = new double[100];
    double[] ours = new double[100];
    Arrays.setAll(base, i -> i % 2 == 0 ? 100 : 0);
    Arrays.setAll(ours, i -> i % 10 == 1 ? 100 : base[i]); // right where it was, and ten items more
    Scoreboard board =
        Scoreboard.empty()
            .with("choices", "base", List.of(Score.meanOfItems("accuracy", base)))
            .with("choices", "ours", List.of(Score.meanOfItems("accuracy", ours)));
    assertEquals(
        "| choices | accuracy ↑ | +10.00 [4.00, 16.00] |", // 1.96 standard errors of 3 to either
        // side,
        board.differencesOf("ours").shown().markdown().lines().skip(2).findFirst().orElseThrow());
  }
}
