package magnet.recipe;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import magnet.data.BadRows;
import magnet.eval.Candidate;
import magnet.eval.Score;
import magnet.eval.Task;
import magnet.view.progress.Progress;
import magnet.view.progress.ProgressView;

/**
 * Measures candidates by the tasks of a recipe; each task reads its data once, when it is first
 * needed.
 */
final class Measuring {

  private final RunOptions options;
  private final boolean finds;
  private final ResultStore store;
  private final PrintWriter out;
  private final Map<String, Task> tasks = new HashMap<>();
  private final Map<String, String> prints = new HashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final BadRows bad;

  /** Nothing measured yet; if it finds, all was measured elsewhere and is only to be found. */
  Measuring(RunOptions options, boolean finds, ResultStore store, PrintWriter out) {
    this.options = options;
    this.finds = finds;
    this.store = store;
    this.out = out;
    bad = options.skipBadRows() ? BadRows.skipped() : BadRows.refused();
  }

  List<BadRows.BadRow> badRows() {
    return bad.rows();
  }

  /**
   * Measures a candidate, or finds what was measured before.
   *
   * @param print equal for equal candidates
   * @return its scores; none if it cannot do what is measured
   */
  List<Score> scores(EvaluationPlan plan, Candidate candidate, Optional<Long> seed, String print) {
    ResultStore.Key key =
        new ResultStore.Key(plan.name(), candidate.name(), seed, print, fingerprint(plan));
    Optional<ResultStore.Measured> known = kept(key);
    if (known.isPresent()) {
      return told(plan, candidate.name(), known.get(), "kept");
    }
    Task task = task(plan);
    if (!task.canMeasure(candidate)) {
      if (!finds) {
        store.save(key, new ResultStore.Measured(List.of(), 0));
      }
      return List.of();
    }
    if (finds) {
      throw RunPart.otherNumbers(
          "what %s measured of %s was not found".formatted(plan.name(), candidate.name()));
    }
    long begin = System.nanoTime();
    List<Score> scores;
    try (ProgressView progress = Progress.forLongTasks()) {
      scores = task.measure(candidate, progress);
    }
    ResultStore.Measured made = new ResultStore.Measured(scores, (System.nanoTime() - begin) / 1e9);
    store.save(key, made);
    return told(plan, candidate.name(), made, String.format(Locale.ROOT, "%.0f s", made.seconds()));
  }

  /** What was measured before by some tasks, in their order; nothing if one of them is missing. */
  Optional<Map<EvaluationPlan, List<Score>>> kept(
      List<EvaluationPlan> plans, String candidate, long seed, String print) {
    Map<EvaluationPlan, ResultStore.Measured> all = new LinkedHashMap<>();
    for (EvaluationPlan plan : plans) {
      Optional<ResultStore.Measured> known =
          kept(
              new ResultStore.Key(
                  plan.name(), candidate, Optional.of(seed), print, fingerprint(plan)));
      if (known.isEmpty()) {
        return Optional.empty();
      }
      all.put(plan, known.get());
    }
    Map<EvaluationPlan, List<Score>> scores = new LinkedHashMap<>();
    all.forEach((plan, known) -> scores.put(plan, told(plan, candidate, known, "kept")));
    return Optional.of(scores);
  }

  private Optional<ResultStore.Measured> kept(ResultStore.Key key) {
    return finds || options.onlyMissing() ? store.find(key) : Optional.empty();
  }

  private List<Score> told(
      EvaluationPlan plan, String candidate, ResultStore.Measured measured, String how) {
    if (!measured.scores().isEmpty()) {
      seconds.merge(candidate, measured.seconds(), Double::sum);
      out.printf("      %-24s %s  (%s)%n", plan.name(), leading(measured.scores()), how);
      out.flush();
    }
    return measured.scores();
  }

  /** How long measuring took, candidate by candidate, over all seeds; nothing if nothing was. */
  Optional<String> times() {
    return seconds.entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + " "
                    + RunClock.text(Duration.ofSeconds(Math.round(each.getValue()))))
        .reduce((before, next) -> before + ", " + next);
  }

  /** The first metric, by its best pooling: what stands in the tables. */
  private static Score leading(List<Score> scores) {
    String metric = scores.get(0).metric();
    return scores.stream()
        .filter(each -> each.metric().equals(metric))
        .reduce((best, each) -> each.betterThan(best) ? each : best)
        .orElseThrow();
  }

  /** Measures without keeping the result: for models that are still learning. */
  List<Score> glance(EvaluationPlan plan, Candidate candidate) {
    return task(plan).measure(candidate, Progress.none());
  }

  private Task task(EvaluationPlan plan) {
    return tasks.computeIfAbsent(plan.name(), name -> plan.open(bad));
  }

  /** Equal for equal settings and data of a task. */
  String fingerprint(EvaluationPlan plan) {
    return prints.computeIfAbsent(plan.name(), name -> plan.fingerprint());
  }
}
