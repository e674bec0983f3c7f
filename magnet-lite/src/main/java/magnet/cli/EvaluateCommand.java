package magnet.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import magnet.recipe.Recipe;
import magnet.recipe.settings.ModelAttention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magnet evaluate recipes/pocket.yaml -a my-adapter}: measures without training. */
@Command(
    name = "evaluate",
    description = {
      "Measures a model by the tasks of a recipe, beside the recipe's baselines, and trains"
          + " nothing.",
      "With --adapter an adapter of your own is measured on the recipe's model; model=FOLDER takes"
          + " another model."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RecipeOptions recipe;
  @Mixin private MeasuringOptions measuring;

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

  private EvaluateCommand() {}

  @Override
  public Integer call() {
    ModelAttention kind = ModelAttention.NAMES.get(attention);
    if (kind == null) {
      throw new IllegalArgumentException(
          "--attention is \"%s\", expected hybrid, bidirectional or causal.".formatted(attention));
    }
    Recipe read = recipe.read();
    Recipe measured =
        adapter == null ? read.measuredOnly() : read.measuredWith(named(), adapter, kind);
    return measuring.run(measured, false, spec, Optional.empty());
  }

  private String named() {
    return adapter.toAbsolutePath().normalize().getFileName().toString();
  }
}
