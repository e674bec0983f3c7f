package magnet.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import magnet.eval.Candidate;
import magnet.eval.Score;
import magnet.io.Digest;
import magnet.recipe.settings.TrainingPlan;

/** Measures one training at intervals, and keeps the curves. */
final class RunCurves {

  private final Measuring measuring;
  private final Map<EvaluationPlan, Curve> curves = new LinkedHashMap<>();
  private final String candidate;

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
      String key = evaluation.name() + "-" + hash.substring(0, 8);
      curves.put(evaluation, Curve.in(folder.curve(candidate, seed, key)));
    }
  }

  /** Has the curves grow in the result. */
  void tell(RunResult result) {
    curves.forEach(
        (evaluation, curve) ->
            result.curves().add(new RunResult.Watched(evaluation.name(), candidate, curve)));
  }

  /** Whether every curve has its value after the last step. */
  boolean reach(int steps) {
    return curves.values().stream().allMatch(curve -> curve.has(steps));
  }

  void look(int step, Candidate now) {
    curves.forEach(
        (evaluation, curve) -> {
          if (!curve.has(step)) {
            Score score = measuring.glance(evaluation, now).get(0);
            curve.put(step, score.title(), score.value());
          }
        });
  }
}
