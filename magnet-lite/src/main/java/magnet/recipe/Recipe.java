package magnet.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import magnet.Encoding;
import magnet.io.KeyedReader;
import magnet.io.SourceLocation;
import magnet.io.Tree;
import magnet.io.YamlTree;
import magnet.recipe.settings.AdapterPlan;
import magnet.recipe.settings.ModelAttention;
import magnet.recipe.settings.ModelPlan;
import magnet.recipe.settings.PretrainingPlan;
import magnet.recipe.settings.SettingOverride;
import magnet.recipe.settings.TextPlan;
import magnet.recipe.settings.TrainingPlan;
import magnet.recipe.settings.Variables;

/**
 * A whole run as a file says it: a model, what it is trained with, and what is measured.
 *
 * @param name short, for folders and titles
 * @param about what it shows, in a sentence or two
 * @param model what is adapted; empty in a pretraining
 * @param pretraining a model from scratch; empty in an adaptation
 * @param trainings the adaptations; none where a recipe has neither objectives nor variants
 * @param seeds each adaptation is trained once with each, unless it names its own
 * @param baselines what is measured beside them
 * @param adapters adapters from elsewhere that are measured too
 * @param whileTraining what is measured again and again in each training, if anything is
 * @param samples what the report shows of each model
 * @param references where figures beside ours are from; may be empty
 * @param settings all that was read, with the changes of the command line
 */
public record Recipe(
    String name,
    String about,
    Path file,
    Optional<ModelPlan> model,
    Optional<PretrainingPlan> pretraining,
    List<TrainingPlan> trainings,
    List<Long> seeds,
    List<Baseline> baselines,
    List<AdapterPlan> adapters,
    List<EvaluationPlan> evaluations,
    Optional<WhileTraining> whileTraining,
    Samples samples,
    String references,
    Path output,
    Tree.Section settings,
    Variables variables) {

  /** The name of the one adaptation where a recipe names no variants. */
  public static final String OURS = "MAGNET";

  /**
   * Reads a recipe.
   *
   * @param file YAML
   * @param changes said on the command line, laid over the file in their order
   * @param variables what {@code ${NAME}} stands for
   * @throws IllegalArgumentException if something in it is not valid, with file and line
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static Recipe read(Path file, List<SettingOverride> changes, Variables variables) {
    Tree.Section settings = YamlTree.file(file);
    for (SettingOverride change : changes) {
      settings = change.applied(settings);
    }
    KeyedReader section = new KeyedReader(settings, "", variables);
    String name =
        section
            .text("name")
            .orElseGet(() -> file.getFileName().toString().replaceFirst("\\.ya?ml$", ""));
    if (!name.matches("[\\w.-]+")) {
      throw section.refusal(
          "name", "is \"%s\", expected only letters, digits, dots and dashes".formatted(name));
    }
    List<Long> seeds = TrainingPlan.seeds(section);
    boolean pretrains = section.has("pretrain");
    if (pretrains && seeds.size() > 1) {
      throw section.refusal("seeds", "has several, but one model is made; name one");
    }
    Optional<PretrainingPlan> pretraining =
        pretrains ? Optional.of(PretrainingPlan.read(section)) : Optional.empty();
    Optional<ModelPlan> model = pretrains ? Optional.empty() : Optional.of(ModelPlan.read(section));
    List<TrainingPlan> trainings = pretrains ? List.of() : trainings(section);
    Optional<TextPlan> corpus =
        section.has("corpus") ? Optional.of(TextPlan.ofCorpus(section)) : Optional.empty();
    List<EvaluationPlan> evaluations = EvaluationPlan.readAll(section, corpus);
    Recipe recipe =
        new Recipe(
            name,
            section.text("about").orElse("").strip(),
            file,
            model,
            pretraining,
            trainings,
            seeds,
            pretrains ? List.of() : Baselines.readAll(section),
            pretrains ? List.of() : AdapterPlan.readAll(section),
            evaluations,
            WhileTraining.read(section, evaluations),
            Samples.read(section.sectionOrEmpty("samples")),
            section.text("references").orElse("").strip(),
            section.text("output").map(Path::of).orElse(Path.of("runs", name)),
            settings,
            variables);
    recipe.checkNames(section);
    section.end();
    return recipe;
  }

  /** Where it is computed: auto, cpu, gpu or gpu:N. */
  String device() {
    return model
        .map(ModelPlan::loading)
        .orElseGet(() -> pretraining.orElseThrow().loading())
        .device();
  }

  /** Whether anything is trained more than once, so that figures have a spread. */
  public boolean hasSeveralSeeds() {
    return trainings.stream().anyMatch(each -> each.seeds().size() > 1);
  }

  /** Who is measured, by the names in the tables. */
  public List<String> candidates() {
    List<String> names = new ArrayList<>();
    baselines.forEach(each -> names.add(each.title()));
    trainings.forEach(each -> names.add(each.name()));
    adapters.forEach(each -> names.add(each.name()));
    return names;
  }

  /** The same, but written to another folder. */
  public Recipe writtenTo(Path folder) {
    return with(baselines, trainings, adapters, folder);
  }

  /** The same without trainings. */
  public Recipe measuredOnly() {
    return with(baselines, List.of(), adapters, output);
  }

  /** The same with only some candidates, by their names; with all where none is named. */
  public Recipe narrowedTo(List<String> names) {
    return names.isEmpty()
        ? this
        : with(
            baselines.stream().filter(each -> names.contains(each.title())).toList(),
            trainings.stream().filter(each -> names.contains(each.name())).toList(),
            adapters.stream().filter(each -> names.contains(each.name())).toList(),
            output);
  }

  /** The same with an adapter from elsewhere in place of all trainings and adapters. */
  public Recipe measuredWith(Path adapter, ModelAttention attention) {
    AdapterPlan plan =
        new AdapterPlan(
            adapter.toAbsolutePath().normalize().getFileName().toString(),
            adapter.toString(),
            attention,
            Encoding.INSTRUCTION,
            SourceLocation.commandLine("--adapter " + adapter));
    return with(baselines, List.of(), List.of(plan), output);
  }

  private Recipe with(
      List<Baseline> beside, List<TrainingPlan> trained, List<AdapterPlan> joined, Path folder) {
    return new Recipe(
        name,
        about,
        file,
        model,
        pretraining,
        trained,
        seeds,
        beside,
        joined,
        evaluations,
        whileTraining,
        samples,
        references,
        folder,
        settings,
        variables);
  }

  /** Figures are told apart by their candidate's name. */
  private void checkNames(KeyedReader section) {
    Set<String> names = new HashSet<>();
    for (String each : candidates()) {
      if (!names.add(each)) {
        boolean joined = adapters.stream().anyMatch(adapter -> adapter.name().equals(each));
        throw section.refusal(
            joined ? "adapters" : "variants",
            "and another part of the recipe both name a candidate \"%s\"; rename one"
                .formatted(each));
      }
    }
  }

  private static List<TrainingPlan> trainings(KeyedReader recipe) {
    if (!recipe.has("variants")) {
      return recipe.has("objectives")
          ? List.of(training(OURS, recipe, recipe.all(), recipe))
          : List.of();
    }
    List<TrainingPlan> trainings = new ArrayList<>();
    for (Map.Entry<String, KeyedReader> each : recipe.named("variants").entrySet()) {
      Tree.Section own = each.getValue().all();
      Tree.Section joined = recipe.all().overlaid(own, TrainingPlan.WHOLE);
      trainings.add(training(each.getKey(), recipe, joined, each.getValue()));
      each.getValue().end();
    }
    if (trainings.isEmpty()) {
      throw recipe.refusal("variants", "names none, expected one at least; or leave it out");
    }
    return trainings;
  }

  /** What is valid in a training is so in the recipe, and in the variant that changes it. */
  private static TrainingPlan training(
      String name, KeyedReader recipe, Tree.Section settings, KeyedReader variant) {
    KeyedReader asked = recipe.afresh(settings);
    TrainingPlan plan = TrainingPlan.read(name, asked);
    asked.validAlsoIn(recipe);
    asked.validAlsoIn(variant);
    return plan;
  }
}
