package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import magnet.data.Documents;
import magnet.data.Stories;
import magnet.data.benchmark.ChoiceQuestion;
import magnet.data.benchmark.ScoredPair;
import magnet.eval.Candidate;
import magnet.eval.CausalPerplexity;
import magnet.eval.InfillPerplexity;
import magnet.eval.InfillQuality;
import magnet.eval.MultipleChoice;
import magnet.eval.PocketBlanks;
import magnet.eval.Repetition;
import magnet.eval.Scoreboard;
import magnet.eval.Sts;
import magnet.eval.TextSpans;
import magnet.infer.Decoding;
import magnet.pocket.Split;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** A real model goes through the tasks, as what it is and in the place of each baseline. */
class CandidatesTest {

  private static final List<ScoredPair> PAIRS =
      List.of(
          new ScoredPair("The cat is happy.", "The cat is happy.", 5),
          new ScoredPair("The cat is happy.", "The cat is glad.", 4),
          new ScoredPair("The cat is happy.", "A dog ran to the park.", 1),
          new ScoredPair("Lily saw a big red ball.", "They all went home to sleep.", 0));

  private static Documents stories(int count) {
    return Stories.read(Shared.path("data/rocstories/roc_valid.json")).limit(count);
  }

  private static double cell(Table table, String task, String metric, String candidate) {
    int row =
        IntStream.range(0, table.rowCount())
            .filter(i -> table.stringColumn("task").get(i).equals(task))
            .filter(i -> title(table, i).equals(metric))
            .findFirst()
            .orElseThrow();
    return table.doubleColumn(candidate).get(row);
  }

  private static String title(Table table, int row) {
    String pooling = table.stringColumn("pooling").get(row);
    return table.stringColumn("metric").get(row) + (pooling.isEmpty() ? "" : " (" + pooling + ")");
  }

  @Test
  void aModelAndItsBaselinesGoThroughTheSameTasks() {
    try (Magnet model = Magnet.load(Shared.path("models/stories260K"))) {
      List<Candidate> candidates =
          List.of(
              Candidates.causal("base", model),
              Candidates.echo("Echo", model),
              Candidates.bidirectional("bidirectional", model),
              Candidates.magnet("both sides", model));
      Documents stories = stories(8);
      List<String> texts =
          IntStream.range(0, stories.size()).mapToObj(i -> stories.get(i).text()).toList();
      Scoreboard board =
          Scoreboard.measure(
              List.of(
                  new Sts("sts", PAIRS),
                  new CausalPerplexity("texts", texts),
                  new InfillPerplexity("blanks", TextSpans.middleSentences(stories)),
                  new Repetition(
                      "repetition", Repetition.prompts(stories, 5, 4), Decoding.greedy(40)),
                  new MultipleChoice(
                      "quiz",
                      List.of(
                          new ChoiceQuestion(
                              "Once upon a time, there was a little", List.of("girl", "of"), 0)))),
              candidates);
      Table table = board.table();
      for (String pooling : List.of("last", "mean", "weighted mean")) {
        for (Candidate candidate : candidates) {
          double spearman = cell(table, "sts", "Spearman (" + pooling + ")", candidate.name());
          assertTrue(-100 <= spearman && spearman <= 100, candidate.name() + " " + spearman);
        }
      }
      assertTrue(cell(table, "sts", "Spearman (mean)", "base") > 60);
      assertEquals(model.perplexity(texts.get(0)), perplexityOfFirst(model, texts), 1e-9);
      assertEquals(
          cell(table, "blanks", "perplexity, left only", "base"),
          cell(table, "blanks", "perplexity, left only", "both sides"));
      // The model was never taught to look right, so its surprise differs.
      assertFalse(
          cell(table, "blanks", "perplexity", "base")
              == cell(table, "blanks", "perplexity", "both sides"));
      assertEquals(100, cell(table, "quiz", "accuracy", "base"));
      assertTrue(cell(table, "repetition", "Rep-1", "base") > 10);
      assertFalse(board.has("texts", "Echo"));
    }
  }

  @Test
  void theBestOfManyContinuationsIsAnotherSentenceThanTheFirst() {
    try (Magnet model = Magnet.load("pocket")) {
      PocketBlanks blanks = PocketBlanks.of(Split.DEV, 6, 1);
      List<String> judged = new ArrayList<>();
      InfillQuality task =
          new InfillQuality(
              "blanks",
              blanks.spans(),
              Infilling.sentence().candidates(1).search(),
              (item, filled) -> {
                judged.add(filled);
                return blanks.rightRoles(item, filled);
              });
      task.measure(Candidates.causal("base", model));
      List<String> plain = List.copyOf(judged);
      judged.clear();
      Candidate ranked = Candidates.ranked("base, ranked", model);
      assertFalse(new CausalPerplexity("texts", List.of("One day.")).canMeasure(ranked));
      task.measure(ranked);
      int likelier = 0;
      for (int i = 0; i < plain.size(); i++) {
        String text = blanks.spans().get(i).text();
        String truth = blanks.spans().get(i).range().of(text);
        double best = model.perplexity(text.replace(truth, judged.get(i)));
        double first = model.perplexity(text.replace(truth, plain.get(i)));
        likelier += best < first ? 1 : 0;
      }
      assertTrue(likelier >= 3, likelier + " of 6 fit better");
    }
  }

  private static double perplexityOfFirst(Magnet model, List<String> texts) {
    return new CausalPerplexity("first", texts.subList(0, 1))
        .measure(Candidates.causal("base", model))
        .get(0)
        .value();
  }
}
