package magnet.recipe.report;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import magnet.recipe.Environment;
import magnet.recipe.Recipe;
import magnet.recipe.RecipeRun;
import magnet.recipe.RunFolder;
import magnet.recipe.RunOptions;
import magnet.recipe.settings.Change;
import magnet.recipe.settings.Variables;
import magnet.view.ColumnNames;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

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
 * @param tables the tables of figures, each with its title as its name; the last column, {@code
 *     best}, names the columns of the best figures of a row, with commas between them
 * @param charts the pictures as PNG, in the report's order
 */
public record RecipeReport(String title, Path folder, List<Table> tables, List<Path> charts) {

  private static final String BEST = "best";

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
        report.figures().stream().map(RecipeReport::table).toList(),
        report.pictures().stream().map(ReportCharts.Picture::file).toList());
  }

  /**
   * One of the tables.
   *
   * @param title its title, such as {@code Infilling}
   * @throws IllegalArgumentException if there is none of this title
   */
  public Table table(String title) {
    return tables.stream()
        .filter(each -> each.name().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The report of %s has no table \"%s\", expected one of %s."
                        .formatted(this.title, title, titles())));
  }

  private List<String> titles() {
    return tables.stream().map(Table::name).toList();
  }

  private static Table table(Grid grid) {
    Table table = Table.create(grid.title());
    List<String> names = ColumnNames.beside(List.of(BEST), grid.columns());
    for (int i = 0; i < grid.columns().size(); i++) {
      int column = i;
      List<String> texts = grid.rows().stream().map(row -> row.get(column).text()).toList();
      table.addColumns(column(names.get(i), texts, grid.isNumeric(i)));
    }
    return table.addColumns(
        StringColumn.create(BEST, grid.rows().stream().map(row -> best(names, row)).toList()));
  }

  private static String best(List<String> names, List<Cell> row) {
    Set<String> best = new LinkedHashSet<>();
    for (int i = 0; i < row.size(); i++) {
      if (row.get(i).best()) {
        best.add(names.get(i));
      }
    }
    return String.join(", ", best);
  }

  /** Numbers where all are plain ones; a figure with its spread stays a text. */
  private static Column<?> column(String name, List<String> texts, boolean numeric) {
    if (numeric && texts.stream().allMatch(text -> text.matches("|[-+]?\\d+(\\.\\d+)?"))) {
      DoubleColumn numbers = DoubleColumn.create(name);
      for (String text : texts) {
        if (text.isEmpty()) {
          numbers.appendMissing();
        } else {
          numbers.append(Double.parseDouble(text));
        }
      }
      return numbers;
    }
    return StringColumn.create(name, texts);
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(title, String.join(", ", titles()));
  }
}
