package magnet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What must hold before a run begins, and after each step. */
final class RunChecks {

  private RunChecks() {}

  /** Checks that the objectives can work with the settings. */
  static void check(
      List<WeightedObjective> objectives, TrainingSettings settings, ViewSettings views) {
    TreeSet<Integer> changes = new TreeSet<>(List.of(1));
    TreeSet<String> names = new TreeSet<>();
    for (WeightedObjective each : objectives) {
      each.weight().changes().forEach(change -> changes.add(change.step()));
      if (!names.add(each.objective().name())) {
        throw new IllegalArgumentException(
            "Objective "
                + each.objective().name()
                + " is given twice; give it once, with a schedule if its weight changes.");
      }
    }
    for (int step : changes.headSet(settings.steps(), true)) {
      if (objectives.stream().allMatch(each -> each.weight().at(step) == 0)) {
        throw new IllegalArgumentException(
            "No objective has a weight above 0 at step "
                + step
                + " of "
                + settings.steps()
                + "; give one, or let one start earlier.");
      }
    }
    if (objectives.stream().anyMatch(each -> each.objective().view() == View.PAIRS)) {
      if (settings.batch() < 2) {
        throw new IllegalArgumentException(
            "A batch of 1 text has nothing to contrast it with; give a batch of at least 2, or"
                + " leave the contrastive objective out.");
      }
      if (views.positives() instanceof SameText && settings.dropout() == 0) {
        throw new IllegalArgumentException(
            "Without dropout the two views of the same text are equal, and nothing is learned from"
                + " them; set LoRA's dropout above 0, or use crops or paraphrases.");
      }
    }
  }

  /** Stops a run whose numbers are no longer finite. */
  static void requireFinite(int step, Map<String, Double> losses, double gradientNorm) {
    List<String> broken = new ArrayList<>();
    losses.forEach(
        (name, loss) -> {
          if (!Double.isFinite(loss)) {
            broken.add("the loss of " + name + " is " + loss);
          }
        });
    if (broken.isEmpty() && !Double.isFinite(gradientNorm)) {
      broken.add(
          "the gradient of "
              + String.join(" + ", losses.keySet())
              + " has the norm "
              + gradientNorm);
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException(
          "Training stopped at step "
              + step
              + ": "
              + String.join(", ", broken)
              + "; lower the learning rate, clip the gradients, or resume from an earlier"
              + " checkpoint.");
    }
  }
}
