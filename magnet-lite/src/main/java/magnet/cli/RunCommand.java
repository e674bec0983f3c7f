package magnet.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import magnet.recipe.Recipe;
import magnet.spark.SparkStart;
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

  @Option(
      names = "--spark",
      arity = "0..1",
      paramLabel = "MASTER",
      fallbackValue = "",
      description =
          "Have Apache Spark spread trainings and evaluations over its executors:"
              + " local-cluster[2,1,2048], spark://host:7077, yarn, k8s://…; without a master, as"
              + " the last word, the one that spark-submit was given.")
  private String spark;

  private RunCommand() {}

  @Override
  public Integer call() {
    Recipe read = recipe.read();
    if (spark == null || measuring.isDryRun()) {
      return measuring.run(read, retrain, spec, Optional.empty());
    }
    if (!SparkStart.isPossible()) {
      return SparkStart.again(
          Main.class, spec.commandLine().getParent().getParseResult().originalArgs());
    }
    return SparkStart.with(
        spark,
        "magnet run " + read.name(),
        workers -> measuring.run(read, retrain, spec, Optional.of(workers)));
  }
}
