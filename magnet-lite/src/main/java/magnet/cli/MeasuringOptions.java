package magnet.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import magnet.recipe.Recipe;
import magnet.recipe.RunFolder;
import magnet.recipe.RunOptions;
import magnet.recipe.RunPlanText;
import magnet.recipe.RunWorkers;
import magnet.recipe.report.RecipeReport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How the command line runs a recipe: the options that run and evaluate share. */
final class MeasuringOptions {

  @Option(
      names = "--only-missing",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Measure only what was not measured before: the default. --no-only-missing measures"
              + " everything again.")
  private boolean onlyMissing;

  @Option(
      names = "--skip-bad-rows",
      description =
          "Leave out rows of data sets that do not fit their format, and report them; else the"
              + " first of them ends the run.")
  private boolean skipBadRows;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description =
          "Train and measure only this candidate, by its name in the tables; may be given several"
              + " times. The others can follow later, into the same folder.")
  private List<String> only = List.of();

  @Option(
      names = "--samples",
      description = "Print the filled-in and written texts too, and where the pictures are.")
  private boolean samples;

  @Option(
      names = "--dry-run",
      description = "Print what would be done and what it would take, without doing it.")
  private boolean dryRun;

  private MeasuringOptions() {}

  /** Whether nothing is done. */
  boolean isDryRun() {
    return dryRun;
  }

  /**
   * Runs a recipe and prints its results.
   *
   * @param recipe what to do
   * @param retrain whether everything is trained again, though it was trained before
   * @param spec of the command that was called
   * @param workers who trains and measures, if it is not done here
   * @return the exit code
   */
  int run(Recipe recipe, boolean retrain, CommandSpec spec, Optional<RunWorkers> workers) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
    RunOptions options =
        new RunOptions(onlyMissing, retrain, skipBadRows, named(recipe), arguments);
    if (dryRun) {
      RunPlanText.of(recipe.narrowedTo(options)).forEach(out::println);
      return 0;
    }
    RecipeReport report = RecipeReport.of(recipe, options, out, workers);
    out.print(report.plain());
    if (samples) {
      report.samples().forEach(each -> out.print("\n" + each.title() + "\n" + each.listing()));
      out.println("\nPictures:");
      report.pictures().forEach(each -> out.println("  " + each.file()));
    }
    out.println("\nThe report: " + RunFolder.of(recipe).report("html").toAbsolutePath());
    return 0;
  }

  private List<String> named(Recipe recipe) {
    List<String> known = recipe.candidates();
    for (String name : only) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "--only is \"%s\", expected one of %s".formatted(name, String.join("; ", known)));
      }
    }
    return only;
  }
}
