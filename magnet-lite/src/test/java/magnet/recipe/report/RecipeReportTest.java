package magnet.recipe.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import magnet.TinyCheckpoint;
import magnet.eval.Candidate;
import magnet.eval.Score;
import magnet.eval.Task;
import magnet.view.progress.ProgressView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

/** A recipe that is run by a program gives its tables to the program. */
class RecipeReportTest {

  /** An evaluation of one's own, whose metric is that of the questions. */
  public record Sure(String name) implements Task {

    @Override
    public boolean canMeasure(Candidate candidate) {
      return true;
    }

    @Override
    public List<Score> measure(Candidate candidate, ProgressView progress) {
      return List.of(Score.higher("accuracy", 100));
    }
  }

  @Test
  void tablesSayWhoIsBest(@TempDir Path folder) throws IOException {
    Path model = TinyCheckpoint.in(folder.resolve("model"));
    Path recipe =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            name: tiny
            model: %s
            corpus: {kind: pocket, count: 40, held-out: 8}
            objectives: {mntp: 1, msg: 3}
            steps: 9
            batch: 2
            max-tokens: 64
            evaluations:
              blanks: {task: infill-perplexity, data: pocket, count: 2, words: 15, spans: {shortest: 2, longest: 4}}
              endings: {task: multiple-choice, data: pocket, count: 4, words: 4}
              more-endings: {task: multiple-choice, data: pocket, count: 3, words: 4}
              sure: {class: magnet.recipe.report.RecipeReportTest$Sure}
              as-sure: {class: magnet.recipe.report.RecipeReportTest$Sure}
            """
                .formatted(model.toString().replace("\\", "/")));
    RecipeReport report = RecipeReport.run(recipe, folder.resolve("run"), "steps=1");

    Table knowledge = report.table("What the model knows");
    assertEquals(List.of("task", "metric", "base", "MAGNET", "best"), knowledge.columnNames());
    assertEquals("endings", knowledge.getString(0, "task"));
    assertEquals("accuracy", knowledge.getString(0, "metric"));
    assertEquals(
        report.scores().rows().get(2).value("MAGNET"), knowledge.doubleColumn("MAGNET").get(0));
    assertEquals("mean", knowledge.getString(2, "task"));
    double base = knowledge.doubleColumn("base").get(2);
    assertEquals(
        (knowledge.doubleColumn("base").get(0) + knowledge.doubleColumn("base").get(1)) / 2, base);
    String shown = String.format(Locale.ROOT, "| knowledge, mean | accuracy ↑ | %.2f [", base);
    String text = Files.readString(report.folder().resolve("report.md"));
    assertTrue(text.replace("**", "").contains(shown), () -> shown + " is not in " + text);
    assertEquals(ColumnType.DOUBLE, knowledge.column("MAGNET").type());
    assertTrue(List.of("base", "MAGNET", "").contains(knowledge.getString(0, "best")));
    assertEquals(2, report.scores().candidates().size());
    assertTrue(Files.readString(report.folder().resolve("recipe.yaml")).contains("steps: 1"));
    assertTrue(report.charts().stream().allMatch(Files::isRegularFile));
    String differences = text.substring(text.indexOf("## MAGNET minus each of the others"));
    Table blanks = report.table("Infilling");
    Table all = report.scores().table();
    String minusBase =
        signed(blanks.doubleColumn("MAGNET").get(0) - blanks.doubleColumn("base").get(0));
    String minusItself =
        signed(all.doubleColumn("MAGNET").get(0) - all.doubleColumn("MAGNET").get(1));
    assertTrue(differences.contains("| task | metric | base | MAGNET, left only |"), differences);
    assertTrue(
        Pattern.compile(
                "\\| blanks \\| perplexity ↓ \\| \\Q%s\\E \\[\\S+, \\S+\\] \\| \\Q%s\\E \\[\\S+, \\S+\\] \\|"
                    .formatted(minusBase, minusItself))
            .matcher(differences)
            .find(),
        differences);
    String mean = signed(knowledge.doubleColumn("MAGNET").get(2) - base);
    assertTrue(
        differences.contains("| knowledge, mean | accuracy ↑ | " + mean + " ["), differences);
    assertEquals(
        "blanks,perplexity,\"\",base,",
        Files.readAllLines(report.folder().resolve("tables/differences.csv"))
            .get(1)
            .substring(0, 26));

    assertTrue(differences.contains("| own, mean | accuracy ↑ | +0.00 |"), differences);
    String written = String.format(Locale.ROOT, "%.2f", base);
    assertTrue(
        report.plain().matches("(?s).*knowledge, mean +accuracy ↑ +\\Q" + written + "\\E.*"),
        report.plain());
    assertTrue(report.plain().matches("(?s).*own, mean +accuracy ↑ +100\\.00.*"), report.plain());

    assertEquals(
        "tiny: Infilling, What the model knows, Evaluations of your own", report.toString());

    String message =
        assertThrows(IllegalArgumentException.class, () -> report.table("Clustering")).getMessage();
    assertEquals(
        "The report of tiny has no table \"Clustering\", expected one of [Infilling, What the model"
            + " knows, Evaluations of your own].",
        message);
  }

  private static String signed(double difference) {
    return String.format(Locale.ROOT, "%+.2f", difference);
  }
}
