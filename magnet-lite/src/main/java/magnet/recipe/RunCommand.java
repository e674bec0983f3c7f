package magnet.recipe;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magnet run recipes/pocket.yaml}: trains, measures, reports. */
@Command(
    name = "run",
    description = {
      "Runs a recipe: trains each variant with each seed, measures every contender by every task,"
          + " and writes a folder with the report, the adapters and all figures.",
      "What was trained or measured before is not done again; a run that was broken off goes on."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RecipeOptions recipe;

  @Option(
      names = "--no-only-missing",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Measure only what was not measured before: the default. --no-only-missing measures"
              + " everything again.")
  private boolean onlyMissing;

  @Option(
      names = "--retrain",
      description = "Train everything again, though it was trained before.")
  private boolean retrain;

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
          "Train and measure this contender alone, by its name in the tables; may be said several"
              + " times. The others can follow later, into the same folder.")
  private List<String> only = List.of();

  @Option(
      names = "--samples",
      description = "Print the filled-in and written texts too, and where the pictures are.")
  private boolean samples;

  @Option(
      names = "--dry-run",
      description = "Tell what would be done and what it would take, and do nothing.")
  private boolean dryRun;

  private RunCommand() {}

  private List<String> named(Recipe read) {
    List<String> known = read.contenders();
    for (String name : only) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "--only is \"%s\", expected one of %s".formatted(name, String.join("; ", known)));
      }
    }
    return only;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Recipe read = recipe.read();
    if (dryRun) {
      RunPlanText.of(read).forEach(out::println);
      return 0;
    }
    RunOptions options =
        new RunOptions(
            onlyMissing,
            retrain,
            skipBadRows,
            named(read),
            spec.commandLine().getParent().getParseResult().originalArgs());
    RunFolder folder = new RunFolder(read.output());
    Environment environment = Environment.now(read, options.arguments());
    environment.write(folder.environment());
    RecipeRun run = new RecipeRun(read, options, out);
    Report report = Report.of(read, run.run(), folder, environment);
    report.write(folder);
    out.print(report.plain());
    if (samples) {
      report.samples().forEach(grid -> out.print("\n" + grid.title() + "\n" + grid.listing()));
      out.println("\nPictures:");
      report.pictures().forEach(each -> out.println("  " + each.file()));
    }
    out.println("\nThe report: " + folder.report("html").toAbsolutePath());
    return 0;
  }
}
