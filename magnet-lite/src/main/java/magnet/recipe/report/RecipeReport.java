package magnet.recipe.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.eval.Differences;
import magnet.eval.Scoreboard;
import magnet.io.AtomicFile;
import magnet.recipe.Environment;
import magnet.recipe.Recipe;
import magnet.recipe.RecipeRun;
import magnet.recipe.RunFolder;
import magnet.recipe.RunOptions;
import magnet.recipe.RunResult;
import magnet.recipe.RunWorkers;
import magnet.recipe.settings.SettingOverride;
import magnet.recipe.settings.Variables;
import magnet.view.MarkdownText;
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
 * @param about what the run shows
 * @param folder holds the whole run: report.html, tables as CSV, pictures, adapters, environment
 * @param facts what it was made with: name and value
 * @param scores every figure, seed by seed and pooling by pooling
 * @param summary the rows of all tables of figures in one; empty if nothing was measured
 * @param figures the tables of figures
 * @param samples what each model made of the sample texts
 * @param details how it was trained and measured
 * @param pictures in the order in which they are shown
 */
public record RecipeReport(
    String title,
    String about,
    Path folder,
    Map<String, String> facts,
    Scoreboard scores,
    Optional<ShownTable> summary,
    List<ReportTable> figures,
    List<ReportTable> samples,
    List<ReportTable> details,
    List<ReportCharts.Picture> pictures) {

  private static final Pattern TABLE = Pattern.compile("(\\d\\d-.+|differences)\\.csv");
  private static final Pattern CHART = Pattern.compile("(curve|losses|similarity|mask)-.+\\.png");

  /**
   * Runs a recipe: trains each variant, measures every candidate by every task, and writes the
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
    return run(file, folder, List.of(changes), Optional.empty());
  }

  /**
   * Has the parts of a run done by others: {@code
   * RecipeReport.on(MagnetSpark.cluster(spark)).run(...)}. What they make comes to the run's
   * folder, and the report is the one that this machine alone would have written.
   *
   * @param workers who trains and measures
   */
  public static Elsewhere on(RunWorkers workers) {
    return new Elsewhere(workers);
  }

  /** Where a recipe is run. */
  public record Elsewhere(RunWorkers workers) {

    /**
     * {@link RecipeReport#run}, by these workers. Where a part fails the others go on, and the same
     * run does the rest later.
     *
     * @throws IllegalArgumentException if recipe, models and data do not fit together
     * @throws IllegalStateException if a part failed for another reason, or this thread was
     *     interrupted
     */
    public RecipeReport run(Path file, Path folder, String... changes) {
      return RecipeReport.run(file, folder, List.of(changes), Optional.of(workers));
    }
  }

  private static RecipeReport run(
      Path file, Path folder, List<String> changes, Optional<RunWorkers> workers) {
    Variables variables = Variables.of(Map.of());
    List<SettingOverride> laidOver = changes.stream().map(SettingOverride::of).toList();
    Recipe recipe = Recipe.read(file, laidOver, variables).writtenTo(folder);
    List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
    arguments.addAll(changes);
    RunOptions options = new RunOptions(true, false, false, List.of(), arguments);
    return of(recipe, options, new PrintWriter(Writer.nullWriter()), workers);
  }

  /**
   * Runs a recipe and writes the report.
   *
   * @param out gets a line for each step
   * @param workers who trains and measures, if it is not done here
   */
  public static RecipeReport of(
      Recipe recipe, RunOptions options, PrintWriter out, Optional<RunWorkers> workers) {
    RunFolder folder = RunFolder.of(recipe);
    Environment environment = Environment.now(recipe, options.arguments());
    environment.write(folder.environment());
    RunResult result = new RecipeRun(recipe, options, out, workers).run();
    ReportTables tables = new ReportTables(recipe, result.scores());
    List<ReportTable> figures = new ArrayList<>(tables.groups());
    tables.besidePaper().ifPresent(figures::add);
    Map<String, String> facts = new LinkedHashMap<>(result.facts());
    facts.putAll(environment.entries());
    List<ReportTable> details = new ArrayList<>();
    tables.differences().ifPresent(details::add);
    if (!result.scores().entries().isEmpty()) {
      details.add(tables.all());
    }
    details.addAll(ReportDetails.of(recipe, result));
    RecipeReport report =
        new RecipeReport(
            recipe.name(),
            recipe.about(),
            recipe.output(),
            facts,
            result.scores(),
            tables.summary(),
            figures,
            ReportDetails.samples(recipe, result),
            details,
            ReportCharts.save(recipe, result, folder));
    report.write(folder);
    return report;
  }

  private void write(RunFolder place) {
    List<ReportTable> all = Stream.of(figures, samples, details).flatMap(List::stream).toList();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String name = String.format(Locale.ROOT, "%02d-%s.csv", i + 1, all.get(i).name());
      AtomicFile.write(place.tables().resolve(name), ReportTable.csv(all.get(i).shown().table()));
      names.add(name);
    }
    Differences differences = scores.differencesOf(Recipe.OURS);
    if (!differences.isEmpty()) {
      names.add("differences.csv");
      AtomicFile.write(
          place.tables().resolve("differences.csv"), ReportTable.csv(differences.longTable()));
    }
    removeOthers(place.tables(), TABLE, names);
    List<String> drawn = charts().stream().map(each -> each.getFileName().toString()).toList();
    removeOthers(place.charts(), CHART, drawn);
    AtomicFile.write(place.tables().resolve("scores.csv"), ReportTable.csv(scores.longTable()));
    AtomicFile.write(place.report("md"), markdown());
    AtomicFile.write(place.report("html"), new ReportPage(this).html());
  }

  /** Removes what an earlier report of the folder had, of fewer candidates or others. */
  private static void removeOthers(Path folder, Pattern ours, List<String> written) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (ours.matcher(name).matches() && !written.contains(name)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder + " cannot be tidied: " + e + "; check its permissions.", e);
    }
  }

  /**
   * The numbers of the tables of figures, each with its title as its name; where the best figures
   * of a row are marked, the last column, {@code best}, names their columns, with commas between
   * them.
   */
  public List<Table> tables() {
    return figures.stream().map(each -> each.shown().table()).toList();
  }

  /**
   * One of the tables.
   *
   * @param title its title, such as {@code Infilling}
   * @throws IllegalArgumentException if there is none of this title
   */
  public Table table(String title) {
    return tables().stream()
        .filter(each -> each.name().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The report of %s has no table \"%s\", expected one of %s."
                        .formatted(this.title, title, titles())));
  }

  private List<String> titles() {
    return figures.stream().map(ReportTable::title).toList();
  }

  /** The pictures as PNG, in the report's order. */
  public List<Path> charts() {
    return pictures.stream().map(ReportCharts.Picture::file).toList();
  }

  /** The report as Markdown, with pictures from the folder beside it. */
  String markdown() {
    StringBuilder text = new StringBuilder("# " + MarkdownText.escaped(title) + "\n\n");
    if (!about.isEmpty()) {
      text.append(MarkdownText.escaped(about.strip())).append("\n\n");
    }
    figures.forEach(table -> append(text, table));
    samples.forEach(table -> append(text, table));
    if (!pictures.isEmpty()) {
      text.append("## Pictures\n\n");
      for (ReportCharts.Picture each : pictures) {
        String caption =
            MarkdownText.escaped(each.caption()).replace("[", "\\[").replace("]", "\\]");
        text.append("![%s](charts/%s)\n\n".formatted(caption, each.file().getFileName()));
      }
    }
    details.forEach(table -> append(text, table));
    text.append("## Made with\n\n| | |\n|---|---|\n");
    facts.forEach(
        (name, value) ->
            text.append(
                "| %s | %s |\n"
                    .formatted(MarkdownText.escaped(name), MarkdownText.escaped(value))));
    return text.toString();
  }

  private static void append(StringBuilder text, ReportTable table) {
    text.append("## ").append(MarkdownText.escaped(table.title())).append("\n\n");
    if (!table.note().isEmpty()) {
      text.append(MarkdownText.escaped(table.note())).append("\n\n");
    }
    text.append(table.shown().markdown()).append('\n');
  }

  /** The rows of all tables of figures in one, in plain text; the best figures have a star. */
  public String plain() {
    return summary.map(table -> "\n" + table.text() + "\n").orElse("");
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(title, String.join(", ", titles()));
  }
}
