package magnet.recipe.report;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import magnet.eval.Scoreboard;
import magnet.recipe.Environment;
import magnet.recipe.Recipe;
import magnet.recipe.RecipeRun;
import magnet.recipe.RunFolder;
import magnet.recipe.RunOptions;
import magnet.recipe.settings.Change;
import magnet.recipe.settings.Variables;
import magnet.view.ShownTable;
import tech.tablesaw.api.Table;

/**
 * What the run of a recipe found, for notebooks and programs; on the command line it is {@code
 * magnet run}.
 *
 * <pre>{@code
 * RecipeReport report = RecipeReport.run(Path.of("recipes/pocket.yaml"), Path.of("run"), "steps=60");
 * report.table("Infilling");
 * }</pre>
 *
 * @param title the recipe's name
 * @param folder holds the whole run: report.html, tables as CSV, pictures, adapters, environment
 * @param scores every figure, seed by seed and pooling by pooling
 * @param tables the tables of figures as they are shown
 * @param charts the pictures as PNG, in the report's order
 */
public record RecipeReport(
    String title, Path folder, Scoreboard scores, List<ShownTable> tables, List<Path> charts) {

  /** Copies the lists. */
  public RecipeReport {
    tables = List.copyOf(tables);
    charts = List.copyOf(charts);
  }

  /**
   * Runs a recipe: trains each variant, measures every contender by every task, and writes the
   * report. What was trained or measured before is not done again.
   *
   * @param file a recipe in YAML
   * @param folder where the run is written, in place of the recipe's own output
   * @param changes settings that count more than the recipe's, such as {@code "steps=60"} or {@code
   *     "optimiser.learning-rate=1e-3"}
   * @throws IllegalArgumentException if something in the recipe or a change is not valid, with file
   *     and line; or models, data and settings do not fit together
   * @throws java.io.UncheckedIOException if a file cannot be read or written
   */
  public static RecipeReport run(Path file, Path folder, String... changes) {
    Variables variables = Variables.of(Map.of());
    List<Change> laidOver = Arrays.stream(changes).map(Change::of).toList();
    Recipe recipe = Recipe.read(file, laidOver, variables).writtenTo(folder);
    List<String> arguments =
        IntStream.range(0, changes.length + 2)
            .mapToObj(i -> i == 0 ? "run" : i == 1 ? file.toString() : changes[i - 2])
            .toList();
    RunOptions options = new RunOptions(true, false, false, List.of(), arguments);
    RunFolder place = RunFolder.of(recipe);
    Environment environment = Environment.now(recipe, arguments);
    environment.write(place.environment());
    PrintWriter quiet = new PrintWriter(Writer.nullWriter());
    Report report =
        Report.of(recipe, new RecipeRun(recipe, options, quiet).run(), place, environment);
    report.write(place);
    return new RecipeReport(
        report.title(),
        folder,
        report.scores(),
        report.figures().stream().map(ReportTable::shown).toList(),
        report.pictures().stream().map(ReportCharts.Picture::file).toList());
  }

  /**
   * The numbers of one of the tables; its last column, {@code best}, names the columns of the best
   * figures of a row, with commas between them.
   *
   * @param title its title, such as {@code Infilling}
   * @throws IllegalArgumentException if there is none of this title
   */
  public Table table(String title) {
    return tables.stream()
        .filter(each -> each.title().equals(title))
        .findFirst()
        .map(ShownTable::table)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The report of %s has no table \"%s\", expected one of %s."
                        .formatted(this.title, title, titles())));
  }

  private List<String> titles() {
    return tables.stream().map(ShownTable::title).toList();
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(title, String.join(", ", titles()));
  }
}
