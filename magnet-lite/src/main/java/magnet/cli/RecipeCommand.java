package magnet.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import magnet.recipe.Recipe;
import magnet.recipe.RunFolder;
import magnet.recipe.RunOptions;
import magnet.recipe.RunPlanText;
import magnet.recipe.RunWorkers;
import magnet.recipe.report.RecipeReport;
import magnet.recipe.settings.SettingOverride;
import magnet.recipe.settings.Variables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that measures what a recipe says, with what the command line changes in it. */
@Command(mixinStandardHelpOptions = true)
abstract class RecipeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RECIPE", description = "The recipe: a YAML file.")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME=VALUE",
      description =
          "Settings that override the recipe's: steps=100,"
              + " optimiser.learning-rate=1e-3, seeds=[1,2]; null leaves one out.")
  private List<String> changes = List.of();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "FOLDER",
      description = "The folder of the data sets: the value of $${DATA} in a recipe.")
  private String data;

  @Option(
      names = "--models",
      paramLabel = "FOLDER",
      description = "The folder of the models: the value of $${MODELS} in a recipe.")
  private String models;

  @Option(
      names = "--define",
      paramLabel = "NAME=VALUE",
      description =
          "The value of $${NAME} in a recipe; without it the environment variable is used.")
  private Map<String, String> defined = Map.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      description = "Where the run is written, in place of the recipe's output.")
  private Path output;

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

  Recipe read() {
    Map<String, String> values = new LinkedHashMap<>(defined);
    if (data != null) {
      values.put("DATA", data);
    }
    if (models != null) {
      values.put("MODELS", models);
    }
    List<SettingOverride> laidOver = changes.stream().map(SettingOverride::of).toList();
    Recipe recipe = Recipe.read(file, laidOver, Variables.of(values));
    return output == null ? recipe : recipe.writtenTo(output);
  }

  boolean isDryRun() {
    return dryRun;
  }

  /** The whole command line, for the record. */
  List<String> arguments() {
    return spec.commandLine().getParent().getParseResult().originalArgs();
  }

  /** Runs a recipe and prints its results; gives the exit code. */
  int run(Recipe recipe, boolean retrain, Optional<RunWorkers> workers) {
    PrintWriter out = spec.commandLine().getOut();
    RunOptions options =
        new RunOptions(onlyMissing, retrain, skipBadRows, named(recipe), arguments());
    if (dryRun) {
      RunPlanText.of(recipe.narrowedTo(only)).forEach(out::println);
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
