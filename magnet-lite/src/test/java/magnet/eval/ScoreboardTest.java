package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import magnet.data.benchmark.ScoredPair;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ScoreboardTest {

  private static final Scoreboard BOARD =
      Scoreboard.empty()
          .with("texts", "base", List.of(Score.lower("perplexity", 9)))
          .with("texts", "ours", List.of(Score.lower("perplexity", 8).within(7, 9.5)))
          .with("quiz", "base", List.of(Score.higher("accuracy", 50)))
          .with("quiz", "ours", List.of(Score.higher("accuracy", 50)))
          .with("blanks", "ours", List.of(Score.lower("perplexity", 3)));

  @Test
  void theTableHasACandidateAColumnAndNamesTheBest() {
    Table table = BOARD.table();
    assertEquals(List.of("task", "metric", "base", "ours", "best"), table.columnNames());
    assertEquals(List.of("ours", "", ""), table.stringColumn("best").asList());
    assertEquals(9, table.doubleColumn("base").get(0));
    assertTrue(table.doubleColumn("base").isMissing(2));
  }

  @Test
  void namesThatATableWouldTakeForTheSameAreTold() {
    Scoreboard board = Scoreboard.empty();
    List<String> names = List.of("MAGNET", "Magnet", "Best", "task", "Best (2)");
    for (int i = 0; i < names.size(); i++) {
      board = board.with("texts", names.get(i), List.of(Score.higher("accuracy", i % 2)));
    }
    Table table = board.table();
    assertEquals(
        List.of(
            "task",
            "metric",
            "MAGNET",
            "Magnet (2)",
            "Best (2)",
            "task (2)",
            "Best (2) (2)",
            "best"),
        table.columnNames());
    assertEquals(List.of("Magnet (2), task (2)"), table.stringColumn("best").asList());
    assertEquals(1, table.doubleColumn("Magnet (2)").get(0));
    assertEquals(names, board.candidates(), "the names themselves stay");
  }

  @Test
  void theLongTableKeepsIntervals() {
    String csv = BOARD.longTable().write().toString("csv");
    assertTrue(
        csv.startsWith(
            "task,metric,pooling,candidate,seed,value,deviation,low,high,higher is better"),
        csv);
    assertTrue(csv.contains("texts,perplexity,,ours,,8.0,,7.0,9.5,false"), csv);
    assertTrue(csv.contains("texts,perplexity,,base,,9.0,,,,false"), csv);
  }

  private static Score spearman(String pooling, long seed, double value) {
    return Score.higher("Spearman", value).pooled(pooling).ofSeed(seed);
  }

  /** Two seeds and two poolings; of the base the other pooling is the better one. */
  private static final Scoreboard SEEDS =
      Scoreboard.empty()
          .with(
              "sts",
              "base",
              List.of(
                  Score.higher("Spearman", 40).pooled("last").within(30, 50),
                  Score.higher("Spearman", 60).pooled("mean")))
          .with(
              "sts",
              "ours",
              List.of(
                  spearman("last", 1, 70),
                  spearman("mean", 1, 50),
                  spearman("last", 2, 74),
                  spearman("mean", 2, 52)));

  @Test
  void aRowAPoolingWhereThereAreSeveral() {
    Table table = SEEDS.table();
    assertEquals(List.of("task", "metric", "pooling", "base", "ours", "best"), table.columnNames());
    assertEquals(List.of("last", "mean"), table.stringColumn("pooling").asList());
    assertEquals(List.of(72.0, 51.0), table.doubleColumn("ours").asList());
    assertEquals(List.of("ours", "base"), table.stringColumn("best").asList());
    assertEquals(
        """
        | task | metric | pooling | base | ours |
        |---|---|---|---:|---:|
        | sts | Spearman ↑ | last | 40.00 [30.00, 50.00] | **72.00 ± 2.83** |
        | sts | Spearman ↑ | mean | **60.00** | 51.00 ± 1.41 |
        """,
        SEEDS.shown("all", Score::figureWithInterval).markdown());
  }

  @Test
  void whereThereIsNoPoolingNothingStands() {
    assertTrue(
        BOARD
            .plus(SEEDS)
            .shown("all", Score::figure)
            .markdown()
            .contains("| texts | perplexity ↓ |  | 9.00 | **8.00** |"));
  }

  @Test
  void eachHasItsBestPoolingOverItsSeeds() {
    Scoreboard best = SEEDS.bestPoolings();
    assertEquals(List.of("task", "metric", "base", "ours", "best"), best.table().columnNames());
    assertEquals(
        """
        | task | metric | base | ours |
        |---|---|---:|---:|
        | sts | Spearman ↑ | 60.00 (mean) | **72.00 ± 2.83 (last)** |
        """,
        best.shown("best", Score::figure).markdown());
    assertEquals(List.of(1L, 2L), best.entries().get(1).score().seeds());
    assertEquals(72, best.table().doubleColumn("ours").get(0));
  }

  @Test
  void theMeanOfTasksIsTakenSeedBySeedAndPoolingByPooling() {
    Scoreboard more =
        SEEDS
            .with("sick", "base", List.of(Score.higher("Spearman", 20).pooled("mean")))
            .with("sick", "ours", List.of(spearman("last", 1, 10), spearman("last", 2, 30)));
    Scoreboard mean = more.mean("both", List.of("sts", "sick"), "Spearman");
    assertEquals(List.of("both"), mean.tasks());
    assertEquals(
        List.of("base 40.0 []", "ours 40.0 [1]", "ours 52.0 [2]"),
        mean.entries().stream()
            .map(e -> e.candidate() + " " + e.score().value() + " " + e.score().seeds())
            .toList());
  }

  /** The items are the same for all seeds, and others in each task. */
  @Test
  void intervalsAreAveragedOverSeedsAndShrinkOverTasks() {
    Scoreboard board =
        Scoreboard.empty()
            .with(
                "one",
                "ours",
                List.of(
                    spearman("last", 1, 70).within(64, 73), spearman("last", 2, 74).within(66, 79)))
            .with(
                "two",
                "ours",
                List.of(
                    spearman("last", 1, 50).within(42, 54),
                    spearman("last", 2, 52).within(46, 64)));
    assertEquals(
        "72.00 ± 2.83 [65.00, 76.00]",
        board.rows().get(0).of("ours").orElseThrow().figureWithInterval());
    Scoreboard mean = board.mean("both", List.of("one", "two"), "Spearman");
    Score first = mean.entries().get(0).score(); // 6 and 8 below, 3 and 4 above
    assertEquals("60.00 [55.00, 62.50]", first.figureWithInterval());
    Score second = mean.entries().get(1).score(); // 8 and 6 below, 5 and 12 above
    assertEquals("63.00 [58.00, 69.50]", second.figureWithInterval());
  }

  @Test
  void ofThreeTheTwoThatAreAlikeAreBest() {
    Scoreboard board = BOARD.with("quiz", "third", List.of(Score.higher("accuracy", 40)));
    assertEquals(Set.of("base", "ours"), board.rows().get(1).best());
  }

  @Test
  void figuresAreComparedAsTheyAreWrittenAndNothingSeenIsNoWinner() {
    Scoreboard repeats =
        Scoreboard.empty()
            .with(
                "writing",
                "base",
                List.of(Score.lower("Rep-Sen", 0.001), Score.lower("Rep-4", 7.001)))
            .with(
                "writing", "ours", List.of(Score.lower("Rep-Sen", 0), Score.lower("Rep-4", 6.999)))
            .with("writing", "third", List.of(Score.lower("Rep-Sen", 1), Score.lower("Rep-4", 9)));
    assertEquals(Set.of(), repeats.rows().get(0).best());
    assertEquals(Set.of("base", "ours"), repeats.rows().get(1).best());
  }

  @Test
  void figuresAreReplacedNotDoubled() {
    Scoreboard again = BOARD.with("texts", "base", List.of(Score.lower("perplexity", 7)));
    assertEquals(5, again.entries().size());
    assertEquals(List.of("base", "ours"), again.candidates());
    assertEquals(7, again.table().doubleColumn("base").get(0));
    assertTrue(again.has("texts", "base"));
    assertFalse(again.has("blanks", "base"));
  }

  @Test
  void whoIsMeasuredByLaterTasksAloneKeepsTheirPlace() {
    Scoreboard board =
        BOARD
            .with("more", "base", List.of(Score.higher("roles", 1)))
            .with("more", "ranked", List.of(Score.higher("roles", 2)))
            .with("more", "ours", List.of(Score.higher("roles", 3)))
            .with("last", "first", List.of(Score.higher("roles", 1)))
            .with("last", "base", List.of(Score.higher("roles", 1)))
            .with("alone", "other", List.of(Score.higher("roles", 1)));
    assertEquals(List.of("first", "base", "ranked", "ours", "other"), board.candidates());
  }

  @Test
  void everyoneIsMeasuredByWhatTheyCan() {
    Candidate encoder =
        Fakes.encoding("last", Fakes.vectors(1, text -> new float[] {text.length()}));
    Candidate reader = Candidate.named("reader").withScorer(Fakes.words(word -> 0.5, word -> 0.5));
    Scoreboard board =
        Scoreboard.measure(
            List.of(
                new Sts(
                    "pairs", List.of(new ScoredPair("a", "b", 1), new ScoredPair("a", "bb", 2))),
                new CausalPerplexity("texts", List.of("a b"))),
            List.of(encoder, reader));
    assertEquals(List.of("pairs", "texts"), board.tasks());
    assertFalse(board.has("texts", "fake"));
    assertEquals(2, board.table().doubleColumn("reader").get(2));
    assertEquals("3 figures of 2 candidates in 2 tasks", board.toString());
  }
}
