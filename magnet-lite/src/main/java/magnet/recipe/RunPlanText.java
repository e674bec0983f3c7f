package magnet.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import magnet.recipe.settings.ModelPlan;
import magnet.recipe.settings.TrainingPlan;

/** The plan of a run in words. */
public final class RunPlanText {

  private RunPlanText() {}

  /** The lines that a user reads before hours are spent. */
  public static List<String> of(Recipe recipe) {
    List<String> lines = new ArrayList<>();
    lines.add(
        recipe.name()
            + (recipe.about().isEmpty() ? "" : ": " + recipe.about().replaceAll("\\s+", " ")));
    recipe.model().ifPresent(model -> lines.add("  model      " + model.shown()));
    Map<List<Long>, List<String>> trained = new LinkedHashMap<>();
    for (TrainingPlan plan : recipe.trainings()) {
      trained.computeIfAbsent(plan.seeds(), none -> new ArrayList<>()).add(plan.name());
    }
    trained.forEach(
        (seeds, names) ->
            lines.add(
                "  trains     %s; %s %s"
                    .formatted(
                        String.join(", ", names),
                        seeds.size() > 1 ? "each with the seeds" : "seed",
                        seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")))));
    String beside =
        recipe.baselines().stream().map(Baseline::title).collect(Collectors.joining(", "));
    int tasks = recipe.evaluations().size();
    lines.add(
        "  measures   " + tasks + " tasks; baselines: " + (beside.isEmpty() ? "none" : beside));
    lines.add("  writes to  " + recipe.output());
    if (!recipe.trainings().isEmpty()) {
      String begin = "  takes      ";
      for (String each : takes(recipe, recipe.model().orElseThrow())) {
        lines.add(begin + each);
        begin = "             ";
      }
    }
    return lines;
  }

  private static List<String> takes(Recipe recipe, ModelPlan model) {
    return model
        .architecture()
        .map(of -> RunEstimate.of(recipe, of, model).lines())
        .orElseGet(
            () -> List.of("the download of " + model.name() + " first, unless it is in the cache"));
  }
}
