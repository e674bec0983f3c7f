package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
          .with("gaps", "ours", List.of(Score.lower("perplexity", 3)));

  @Test
  void theTableHasAContenderAColumnAndNamesTheBest() {
    Table table = BOARD.table();
    assertEquals(List.of("task", "metric", "base", "ours", "best"), table.columnNames());
    assertEquals(List.of("ours", "base, ours", ""), table.stringColumn("best").asList());
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
    assertEquals(names, board.contenders(), "the names themselves stay");
  }

  @Test
  void theLongTableKeepsIntervals() {
    String csv = BOARD.longTable().write().toString("csv");
    assertTrue(csv.startsWith("task,metric,contender,value,low,high,higher is better"), csv);
    assertTrue(csv.contains("texts,perplexity,ours,8.0,7.0,9.5,false"), csv);
    assertTrue(csv.contains("texts,perplexity,base,9.0,,,false"), csv);
  }

  @Test
  void figuresAreReplacedNotDoubled() {
    Scoreboard again = BOARD.with("texts", "base", List.of(Score.lower("perplexity", 7)));
    assertEquals(5, again.entries().size());
    assertEquals(List.of("base", "ours"), again.contenders());
    assertEquals(7, again.table().doubleColumn("base").get(0));
    assertTrue(again.has("texts", "base"));
    assertFalse(again.has("gaps", "base"));
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
    assertEquals(List.of("first", "base", "ranked", "ours", "other"), board.contenders());
  }

  @Test
  void everyoneIsMeasuredByWhatTheyCan() {
    Contender encoder =
        Fakes.encoding("last", Fakes.vectors(1, text -> new float[] {text.length()}));
    Contender reader = Contender.named("reader").withScorer(Fakes.words(word -> 0.5, word -> 0.5));
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
    assertEquals("3 figures of 2 contenders in 2 tasks", board.toString());
  }
}
