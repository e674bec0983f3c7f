package magnet.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole run as a file says it: a model, what it is trained with, and what is measured.
 *
 * @param name short, for folders and titles
 * @param about what it shows, in a sentence or two
 * @param file where it was read from
 * @param model what is adapted; empty in a pretraining
 * @param pretraining a model from scratch; empty in an adaptation
 * @param trainings the adaptations; none where a recipe has neither objectives nor variants
 * @param seeds each adaptation is trained once with each
 * @param output the run's folder
 * @param settings all that was read, with the changes of the command line
 */
record Recipe(
    String name,
    String about,
    Path file,
    Optional<ModelPlan> model,
    Optional<PretrainingPlan> pretraining,
    List<TrainingPlan> trainings,
    List<Long> seeds,
    Path output,
    Setting.Keyed settings) {

  /** The name of the one adaptation where a recipe names no variants. */
  static final String OURS = "MAGNET";

  /**
   * Reads a recipe.
   *
   * @param file YAML
   * @param changes said on the command line, laid over the file in their order
   * @param variables what {@code ${NAME}} stands for
   * @throws IllegalArgumentException if something in it is not valid, with file and line
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  static Recipe read(Path file, List<Change> changes, Variables variables) {
    Setting.Keyed settings = SettingsReader.file(file);
    for (Change change : changes) {
      settings = change.applied(settings);
    }
    Section section = new Section(settings, "", variables);
    String name = section.text("name").orElse(nameOf(file));
    if (!name.matches("[\\w.-]+")) {
      throw section.refusal(
          "name", "is \"%s\", expected letters, digits, dots and dashes alone".formatted(name));
    }
    String about = section.text("about").orElse("").strip();
    Path output = section.text("output").map(Path::of).orElse(Path.of("runs", name));
    List<Long> seeds = section.wholes("seeds").orElse(List.of(1L));
    if (seeds.isEmpty() || seeds.stream().distinct().count() < seeds.size()) {
      throw section.refusal(
          "seeds", "is %s, expected different numbers, one at least".formatted(seeds));
    }
    if (section.has("pretrain")) {
      PretrainingPlan plan = PretrainingPlan.read(section);
      ModelPlan.loading(section);
      section.end();
      if (seeds.size() > 1) {
        throw section.refusal("seeds", "has several, but one model is made; name one");
      }
      return new Recipe(
          name,
          about,
          file,
          Optional.empty(),
          Optional.of(plan),
          List.of(),
          seeds,
          output,
          settings);
    }
    ModelPlan model = ModelPlan.read(section);
    List<TrainingPlan> trainings = trainings(section, variables);
    section.end();
    return new Recipe(
        name,
        about,
        file,
        Optional.of(model),
        Optional.empty(),
        trainings,
        seeds,
        output,
        settings);
  }

  private static List<TrainingPlan> trainings(Section recipe, Variables variables) {
    if (!recipe.has("variants")) {
      return recipe.has("objectives") ? List.of(TrainingPlan.read(OURS, recipe)) : List.of();
    }
    List<TrainingPlan> trainings = new ArrayList<>();
    for (Map.Entry<String, Section> each : recipe.named("variants").entrySet()) {
      Setting.Keyed own = each.getValue().all();
      Setting.Keyed joined = recipe.all().overlaid(own, TrainingPlan.WHOLE);
      Section asked = new Section(joined, "", variables);
      trainings.add(TrainingPlan.read(each.getKey(), asked));
      asked.validAlsoIn(recipe);
      asked.validAlsoIn(each.getValue());
      each.getValue().end();
    }
    if (trainings.isEmpty()) {
      throw recipe.refusal("variants", "names none, expected one at least; or leave it out");
    }
    return trainings;
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }
}
