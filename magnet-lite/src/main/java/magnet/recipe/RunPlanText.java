package magnet.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import magnet.Magnet;

/** What a run is going to do, in words, before it begins. */
final class RunPlanText {

  private RunPlanText() {}

  /** A line for each thing that a user would want to know before hours are spent. */
  static List<String> of(Recipe recipe, Magnet base) {
    List<String> lines = new ArrayList<>();
    lines.add(
        recipe.name()
            + (recipe.about().isEmpty() ? "" : ": " + recipe.about().replaceAll("\\s+", " ")));
    lines.add("  model      " + base);
    if (!recipe.trainings().isEmpty()) {
      lines.add(
          "  trains     %s; %s %s"
              .formatted(
                  recipe.trainings().stream()
                      .map(TrainingPlan::name)
                      .collect(Collectors.joining(", ")),
                  recipe.seeds().size() > 1 ? "each with the seeds" : "seed",
                  recipe.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
    lines.add(
        "  measures   %d tasks; baselines: %s"
            .formatted(
                recipe.evaluations().size(),
                recipe.baselines().stream()
                    .map(Baseline::title)
                    .collect(Collectors.joining(", "))));
    lines.add("  writes to  " + recipe.output());
    return lines;
  }
}
