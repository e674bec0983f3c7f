package magnet.cli;

import java.nio.file.Path;
import java.util.Optional;
import magnet.recipe.Recipe;
import magnet.recipe.settings.ModelAttention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** {@code magnet evaluate recipes/pocket.yaml -a my-adapter}: measures without training. */
@Command(
    name = "evaluate",
    description = {
      "Measures a model by the tasks of a recipe, beside the recipe's baselines, and trains"
          + " nothing.",
      "With --adapter an adapter of your own is measured on the recipe's model; model=FOLDER takes"
          + " another model."
    })
final class EvaluateCommand extends RecipeCommand {

  @Option(
      names = {"-a", "--adapter"},
      paramLabel = "FOLDER",
      description = "An adapter that a run or peft wrote.")
  private Path adapter;

  @Option(
      names = "--attention",
      paramLabel = "KIND",
      defaultValue = "hybrid",
      showDefaultValue = Help.Visibility.ALWAYS,
      description =
          "What the model sees with the adapter: hybrid (MAGNET), bidirectional (LLM2Vec), causal.")
  private String attention;

  @Override
  public Integer call() {
    ModelAttention kind = ModelAttention.NAMES.get(attention);
    if (kind == null) {
      throw new IllegalArgumentException(
          "--attention is \"%s\", expected hybrid, bidirectional or causal.".formatted(attention));
    }
    Recipe recipe = read();
    Recipe measured = adapter == null ? recipe.measuredOnly() : recipe.measuredWith(adapter, kind);
    return run(measured, false, Optional.empty());
  }
}
