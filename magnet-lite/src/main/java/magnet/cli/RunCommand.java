package magnet.cli;

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
      "Runs a recipe: trains each variant with each seed, measures every candidate by every task,"
          + " and writes a folder with the report, the adapters and all figures.",
      "What was trained or measured before is not done again; an interrupted run resumes."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RecipeOptions recipe;
  @Mixin private MeasuringOptions measuring;

  @Option(
      names = "--retrain",
      description = "Train everything again, though it was trained before.")
  private boolean retrain;

  private RunCommand() {}

  @Override
  public Integer call() {
    return measuring.run(recipe.read(), retrain, spec);
  }
}
