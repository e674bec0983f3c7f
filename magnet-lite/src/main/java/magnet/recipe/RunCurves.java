package magnet.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.eval.Candidate;
import magnet.eval.Score;
import magnet.io.Digest;
import magnet.recipe.settings.TrainingPlan;

/** Measures one training at intervals, and keeps a curve of each metric that is shown. */
final class RunCurves {

  private final Measuring measuring;
  private final Map<EvaluationPlan, List<Watch>> watches = new LinkedHashMap<>();
  private final String candidate;

  /** The curve of a metric of its evaluation. */
  private record Watch(String metric, Curve curve) {}

  /**
   * The curves of a training; those in the folder are continued.
   *
   * @param training its fingerprint: another model or text draws other curves
   */
  RunCurves(
      RunFolder folder,
      Measuring measuring,
      TrainingPlan plan,
      long seed,
      String training,
      WhileTraining wanted) {
    this.measuring = measuring;
    candidate = plan.name();
    for (EvaluationPlan evaluation : wanted.evaluations()) {
      String hash = Digest.ofTexts(plan.settings(), training, measuring.fingerprint(evaluation));
      String key = "-" + hash.substring(0, 8);
      List<Watch> drawn = new ArrayList<>();
      for (String metric : evaluation.shown().isEmpty() ? List.of("") : evaluation.shown()) {
        String name = evaluation.name() + (drawn.isEmpty() ? "" : "-" + RunFolder.plain(metric));
        drawn.add(new Watch(metric, Curve.in(folder.curve(candidate, seed, name + key))));
      }
      watches.put(evaluation, drawn);
    }
  }

  /** Has the curves grow in the result. */
  void tell(RunResult result) {
    watches.forEach(
        (evaluation, drawn) ->
            drawn.forEach(
                each ->
                    result
                        .curves()
                        .add(new RunResult.Watched(evaluation.name(), candidate, each.curve))));
  }

  /**
   * Whether every curve has its value after the last step. Of a training that began when an
   * evaluation had a curve of its first metric alone, that one counts.
   */
  boolean reach(int steps) {
    return watches.values().stream()
        .allMatch(
            drawn ->
                drawn.get(0).curve.has(steps)
                    && drawn.stream()
                        .allMatch(each -> each.curve.isEmpty() || each.curve.has(steps)));
  }

  void look(int step, Candidate now) {
    watches.forEach(
        (evaluation, drawn) -> {
          if (drawn.stream().anyMatch(each -> !each.curve.has(step))) {
            List<Score> scores = measuring.glance(evaluation, now);
            for (Watch each : drawn) {
              scores.stream()
                  .filter(score -> score.metric().equals(each.metric))
                  .findFirst()
                  .or(() -> each == drawn.get(0) ? Optional.of(scores.get(0)) : Optional.empty())
                  .ifPresent(score -> each.curve.put(step, score.title(), score.value()));
            }
          }
        });
  }
}
