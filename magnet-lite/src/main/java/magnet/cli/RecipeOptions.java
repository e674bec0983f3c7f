package magnet.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.recipe.Recipe;
import magnet.recipe.settings.SettingOverride;
import magnet.recipe.settings.Variables;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which recipe a command reads, and what the command line changes in it. */
final class RecipeOptions {

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

  /** The value of {@code ${NAME}}. */
  Variables variables() {
    Map<String, String> values = new LinkedHashMap<>(defined);
    if (data != null) {
      values.put("DATA", data);
    }
    if (models != null) {
      values.put("MODELS", models);
    }
    return Variables.of(values);
  }

  /** Reads the recipe. */
  Recipe read() {
    Recipe recipe =
        Recipe.read(file, changes.stream().map(SettingOverride::of).toList(), variables());
    return output == null ? recipe : recipe.writtenTo(output);
  }
}
