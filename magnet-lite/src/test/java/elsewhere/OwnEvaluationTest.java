package elsewhere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import magnet.Magnet;
import magnet.data.Documents;
import magnet.eval.Bootstrap;
import magnet.eval.Candidate;
import magnet.eval.Score;
import magnet.eval.Scoreboard;
import magnet.eval.SentenceTask;
import magnet.infer.encoding.PooledEncoder;
import magnet.infer.encoding.SentenceEncoder;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import magnet.recipe.Baseline;
import magnet.recipe.report.RecipeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** An evaluation and a baseline that somebody else wrote go where ours go. */
class OwnEvaluationTest {

  /** How many sentences are nearer to the one that follows than to the first. */
  public record Order(String name, List<String> sentences) implements SentenceTask {

    @Override
    public List<Score> scores(float[][] vectors) {
      double[] right = new double[vectors.length - 2];
      for (int i = 1; i + 1 < vectors.length; i++) {
        float next = Math.abs(vectors[i][0] - vectors[i + 1][0]);
        right[i - 1] = next < Math.abs(vectors[i][0] - vectors[0][0]) ? 100 : 0;
      }
      return List.of(Bootstrap.ofMean(mean -> Score.higher("in order", mean), right));
    }
  }

  /** Knows the length of a sentence and nothing else. */
  private static final SentenceEncoder LENGTHS =
      new SentenceEncoder() {
        @Override
        public float[][] encode(List<String> sentences) {
          return sentences.stream()
              .map(each -> new float[] {each.length()})
              .toArray(float[][]::new);
        }

        @Override
        public int dimensions() {
          return 1;
        }
      };

  /** The mean length of texts by an encoder that knows lengths alone. */
  public record MeanLength(String name, int times, Documents texts) implements SentenceTask {

    @Override
    public List<String> sentences() {
      return IntStream.range(0, texts.size()).mapToObj(i -> texts.get(i).text()).toList();
    }

    @Override
    public List<Score> scores(float[][] vectors) {
      double mean = Arrays.stream(vectors).mapToDouble(row -> row[0]).average().orElseThrow();
      return List.of(Score.higher("length", times * mean));
    }
  }

  /** A baseline that needs no model. */
  public record Lengths(String title) implements Baseline {

    @Override
    public Opened open(Magnet base) {
      PooledEncoder encoder = PooledEncoder.of(Map.of("length", LENGTHS));
      return new Opened(Candidate.named(title).withSentences(encoder), "lengths", () -> {});
    }
  }

  @Test
  void aRecipeNamesThemByTheirClasses(@TempDir Path folder) throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            model: pocket
            device: cpu
            baselines:
              - {class: elsewhere.OwnEvaluationTest$Lengths, name: length}
            evaluations:
              order:
                class: elsewhere.OwnEvaluationTest$Order
                sentences: [a, bbbb, ccccc, ccccc, a]
              long: {class: elsewhere.OwnEvaluationTest$MeanLength, times: 2, data: pocket, count: 3}
            """);
    RecipeReport report = RecipeReport.run(recipe, folder.resolve("run"));
    Table table = report.table("Evaluations of your own");
    assertEquals(List.of("order", "long"), table.stringColumn("task").asList());
    assertEquals(100.0 * 2 / 3, table.doubleColumn("length").get(0), 1e-9);
    Documents stories = PocketWorld.stories(Split.TEST, 3, 1);
    double letters = IntStream.range(0, 3).map(i -> stories.get(i).text().length()).sum();
    assertEquals(2 * letters / 3, table.doubleColumn("length").get(1), 1e-9);
  }

  @Test
  void whatWasEditedIsMeasuredAgain(@TempDir Path folder) throws Exception {
    Path recipe =
        Files.writeString(
            folder.resolve("edited.yaml"),
            """
            model: pocket
            device: cpu
            baselines: [{class: drafted.Draft, name: draft}]
            evaluations: {count: {class: drafted.Count}}
            """);
    assertEquals(1, measured(recipe, folder, 1, 1));
    assertEquals(1, measured(recipe, folder, 1, 1), "nothing was edited");
    assertEquals(10, measured(recipe, folder, 10, 1), "the baseline was");
    assertEquals(30, measured(recipe, folder, 10, 3), "the evaluation was");
  }

  /** Runs a recipe with classes that were written so; they count a number and nothing else. */
  private static double measured(Path recipe, Path folder, int baseline, int evaluation)
      throws Exception {
    Path classes =
        Compiled.in(
            folder.resolve(baseline + "-" + evaluation),
            """
            package drafted;
            import java.util.*;
            import magnet.eval.*;
            import magnet.infer.encoding.*;
            public record Draft(String title) implements magnet.recipe.Baseline {
              static class Numbers implements SentenceEncoder {
                public int dimensions() { return 1; }
                public float[][] encode(List<String> texts) { return new float[][] {{%d}}; }
              }
              public Opened open(magnet.Magnet base) {
                PooledEncoder encoder = PooledEncoder.of(Map.of("number", new Numbers()));
                return new Opened(Candidate.named(title).withSentences(encoder), "draft", () -> {});
              }
            }
            """
                .formatted(baseline),
            """
            package drafted;
            import java.util.List;
            import magnet.eval.*;
            public record Count(String name) implements SentenceTask {
              public List<String> sentences() { return List.of("a"); }
              public List<Score> scores(float[][] vectors) {
                return List.of(Score.higher("count", %d * vectors[0][0]));
              }
            }
            """
                .formatted(evaluation));
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, usual)) {
      thread.setContextClassLoader(loader);
      return RecipeReport.run(recipe, folder.resolve("run"))
          .scores()
          .entries()
          .get(0)
          .score()
          .value();
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class: java.lang.String | expected a public record that implements magnet.eval.Task",
        "class: no.Such | which cannot be loaded",
        "class: elsewhere.OwnEvaluationTest$Order | has no \"sentences\"",
        "class: elsewhere.OwnEvaluationTest$Order, sentences: [a], tone: 1 | \"tone\" is not a",
        "class: elsewhere.OwnEvaluationTest$MeanLength, times: 2 | has no \"data\"",
      })
  void whatARecipeCannotMakeIsRefused(String says, String why, @TempDir Path folder)
      throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("own.yaml"), "model: pocket\nevaluations:\n  own: {" + says + "}\n");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> RecipeReport.run(recipe, folder.resolve("run")))
            .getMessage();
    assertTrue(message.startsWith(recipe + ", line 3: ") && message.contains(why), message);
  }

  @Test
  void anEvaluationOfOnesOwnMeasuresABaselineOfOnesOwn() {
    Candidate lengths =
        Candidate.named("length").withSentences(PooledEncoder.of(Map.of("length", LENGTHS)));
    Scoreboard board =
        Scoreboard.measure(
            List.of(new Order("order", List.of("a", "bbbb", "ccccc", "ccccc", "a"))),
            List.of(lengths, Candidate.named("mute")));
    assertEquals(
        "order in order (length) 66.67 [0.00, 100.00]",
        board.entries().get(0).task() + " " + board.entries().get(0).score());
    assertFalse(board.has("order", "mute"));
    assertEquals(List.of("length"), board.candidates());
  }
}
