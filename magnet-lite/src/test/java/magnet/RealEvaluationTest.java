package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import magnet.data.Documents;
import magnet.data.Stories;
import magnet.data.WikiText;
import magnet.data.benchmark.ArcQuestions;
import magnet.data.benchmark.Conll2003;
import magnet.data.benchmark.HellaSwag;
import magnet.data.benchmark.Mmlu;
import magnet.data.benchmark.SemEvalSts;
import magnet.data.benchmark.Sick;
import magnet.data.benchmark.StackOverflowTitles;
import magnet.data.benchmark.StsBenchmark;
import magnet.data.benchmark.TwentyNewsgroups;
import magnet.eval.Candidate;
import magnet.eval.CausalPerplexity;
import magnet.eval.Clustering;
import magnet.eval.InfillPerplexity;
import magnet.eval.InfillQuality;
import magnet.eval.MultipleChoice;
import magnet.eval.Repetition;
import magnet.eval.Score;
import magnet.eval.Scoreboard;
import magnet.eval.Sts;
import magnet.eval.Task;
import magnet.eval.TextSpans;
import magnet.eval.TokenProbe;
import magnet.infer.Decoding;
import magnet.view.ShownTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every task on a slice of the real data that it was made for, with a real, tiny model. */
@Tag("real")
class RealEvaluationTest {

  /** The model has 512 positions, and some four tokens a word of the news. */
  private static final int WORDS = 70;

  private static List<Task> tasks() {
    Documents stories = Stories.read(Shared.path("data/rocstories/roc_valid.json"));
    Documents wiki = WikiText.read(Shared.path("data/wikitext-103/wiki.valid.tokens"));
    List<String> paragraphs =
        IntStream.range(0, wiki.size()).mapToObj(i -> wiki.get(i).text()).toList();
    List<Task> tasks = new ArrayList<>();
    for (int year = 2012; year <= 2016; year++) {
      tasks.add(
          new Sts("sts" + year, SemEvalSts.read(Shared.path("data/sts/STS" + year + "-en-test")))
              .limit(150));
    }
    tasks.add(
        new Sts("sts-b", StsBenchmark.read(Shared.path("data/stsb/sts-test.csv"))).limit(300));
    tasks.add(
        new Sts("sick-r", Sick.read(Shared.path("data/sick/SICK_test_annotated.txt"))).limit(300));
    tasks.add(
        TokenProbe.of(
                "conll2003",
                Conll2003.read(Shared.path("data/conll2003/eng.train")),
                Conll2003.read(Shared.path("data/conll2003/eng.testa")),
                Conll2003.read(Shared.path("data/conll2003/eng.testb")))
            .words(WORDS)
            .limit(600, 150, 300));
    tasks.add(
        new Clustering(
                "stackoverflow",
                StackOverflowTitles.read(Shared.path("data/stackoverflow-clustering")))
            .limit(300));
    tasks.add(
        new Clustering(
                "20newsgroups",
                TwentyNewsgroups.read(Shared.path("data/20newsgroups/20news-bydate-test.zip")))
            .words(WORDS)
            .limit(150));
    tasks.add(new InfillPerplexity("rocstories", TextSpans.middleSentences(stories)).limit(150));
    tasks.add(
        new InfillPerplexity("wikitext spans", TextSpans.ofWords(wiki, 8, 32, WORDS, 1))
            .limit(100));
    tasks.add(new CausalPerplexity("wikitext", paragraphs).words(WORDS).limit(100));
    tasks.add(
        new Repetition("repetition", Repetition.prompts(stories, 8, 20), Decoding.greedy(60)));
    tasks.add(
        new InfillQuality(
                "story sentences",
                TextSpans.middleSentences(stories),
                new Infilling(6, 10, 1, 1, Sampling.greedy(), "", true).search(),
                (item, filled) -> filled.isBlank() ? 0 : 1)
            .limit(8));
    tasks.add(
        new MultipleChoice(
                "hellaswag", HellaSwag.read(Shared.path("data/hellaswag/hellaswag_val_full.txt")))
            .words(WORDS)
            .limit(60));
    for (String level : List.of("Easy", "Challenge")) {
      tasks.add(
          new MultipleChoice(
                  "arc-" + level.toLowerCase(Locale.ROOT),
                  ArcQuestions.read(Shared.path("data/arc/ARC-" + level + "/test.json")))
              .words(WORDS)
              .limit(60));
    }
    tasks.add(
        new MultipleChoice("mmlu", Mmlu.read(Shared.path("data/mmlu"), 0)).words(WORDS).limit(60));
    return tasks;
  }

  @Test
  void everyTaskMeasuresARealModelOnRealData() {
    try (Magnet model = Magnet.load(Shared.path("models/stories260K"))) {
      List<Task> tasks = tasks();
      Candidate base = Candidates.causal("base", model);
      Candidate echo = Candidates.echo("Echo", model);
      Candidate both = Candidates.magnet("untrained, both sides", model);
      Scoreboard board = Scoreboard.measure(tasks, List.of(base, echo, both));
      System.out.println(ShownTable.of(board.table()).text());
      assertEquals(tasks.stream().map(Task::name).toList(), board.tasks());
      for (Scoreboard.Entry each : board.entries()) {
        Score score = each.score();
        assertTrue(Double.isFinite(score.value()), each.toString());
        if (score.hasInterval()) {
          assertTrue(score.low() <= score.value() && score.value() <= score.high(), each + "");
        }
      }
      // What even such a model knows: which sentences share words, and what a noun looks like.
      assertTrue(value(board, "sick-r", "Spearman (mean)") > 35);
      assertTrue(value(board, "conll2003", "POS accuracy (first)") > 55);
      assertTrue(value(board, "stackoverflow", "V-measure (mean)") > 10);
      // And what it does not: it was never taught to look to the right.
      assertTrue(
          value(board, "rocstories", "perplexity")
              < of(board, "rocstories", "perplexity", "untrained, both sides"));
    }
  }

  private static double value(Scoreboard board, String task, String metric) {
    return of(board, task, metric, "base");
  }

  private static double of(Scoreboard board, String task, String metric, String candidate) {
    return board.entries().stream()
        .filter(each -> each.task().equals(task) && each.candidate().equals(candidate))
        .filter(each -> each.score().title().equals(metric))
        .findFirst()
        .orElseThrow()
        .score()
        .value();
  }
}
