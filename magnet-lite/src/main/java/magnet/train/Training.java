package magnet.train;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import magnet.data.Documents;

/**
 * Everything that decides how a training goes, except the model: texts, the views made of them,
 * what is learnt, and the numbers.
 *
 * @param views make views of texts
 * @param corpus the texts
 * @param heldOut texts to measure with, where the settings ask for it
 * @param objectives what is learnt
 * @param settings the numbers
 */
public record Training(
    Views views,
    Documents corpus,
    Optional<Documents> heldOut,
    List<TrainingObjective> objectives,
    TrainingSettings settings) {

  /**
   * Refuses an objective that is given twice, a step at which none counts, and views that
   * contradict one another.
   */
  public Training {
    objectives = List.copyOf(objectives);
    TreeSet<String> names = new TreeSet<>();
    for (TrainingObjective each : objectives) {
      if (!names.add(each.name())) {
        throw new IllegalArgumentException(
            "Objective %s is given twice; give it once, with a schedule if its weight changes."
                .formatted(each.name()));
      }
    }
    requireSomethingToLearn(objectives, settings.steps());
    views.maskToken(requested(objectives)); // refuses views that contradict one another
    settings.learningRate().tracker(settings.steps()); // refuses a warm-up that takes all of it
  }

  private static void requireSomethingToLearn(List<TrainingObjective> objectives, int steps) {
    for (int step : changes(objectives, steps)) {
      if (active(objectives, step).isEmpty()) {
        throw new IllegalArgumentException(
            ("No objective has a weight above 0 at step %s of %s; give one, or let one start"
                    + " earlier.")
                .formatted(step, steps));
      }
    }
  }

  /** The first step, and those from which on an objective counts otherwise. */
  private static SortedSet<Integer> changes(
      Collection<? extends TrainingObjective> objectives, int steps) {
    TreeSet<Integer> changes = new TreeSet<>(List.of(1));
    objectives.forEach(each -> each.weight().stages().forEach(stage -> changes.add(stage.step())));
    return changes.headSet(steps, true);
  }

  /** Those of some objectives that count at a step. */
  static List<TrainingObjective> active(
      Collection<? extends TrainingObjective> objectives, int step) {
    return objectives.stream()
        .filter(each -> each.weight().at(step) > 0)
        .map(TrainingObjective.class::cast)
        .toList();
  }

  /** The views that a training makes, by the step from which on it makes these. */
  public static SortedMap<Integer, RequestedViews> stages(
      Collection<? extends TrainingObjective> objectives, int steps) {
    SortedMap<Integer, RequestedViews> stages = new TreeMap<>();
    changes(objectives, steps).forEach(at -> stages.put(at, requested(active(objectives, at))));
    return stages;
  }

  /** The views that some objectives ask for. */
  public static RequestedViews requested(Iterable<? extends TrainingObjective> objectives) {
    RequestedViews all = RequestedViews.none();
    for (TrainingObjective each : objectives) {
      all = all.and(each.views());
    }
    return all;
  }
}
