package magnet.cli;

import java.util.Optional;
import magnet.recipe.Recipe;
import magnet.spark.SparkStart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code magnet run recipes/pocket.yaml}: trains, measures, reports. */
@Command(
    name = "run",
    description = {
      "Runs a recipe: trains each variant with each seed, measures every candidate by every task,"
          + " and writes a folder with the report, the adapters and all figures.",
      "What was trained or measured before is not done again; an interrupted run resumes."
    })
final class RunCommand extends RecipeCommand {

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

  @Override
  public Integer call() {
    Recipe recipe = read();
    if (spark == null || isDryRun()) {
      return run(recipe, retrain, Optional.empty());
    }
    if (!SparkStart.isPossible()) {
      return SparkStart.again(Main.class, arguments());
    }
    return SparkStart.with(
        spark,
        "magnet run " + recipe.name(),
        workers -> run(recipe, retrain, Optional.of(workers)));
  }
}
