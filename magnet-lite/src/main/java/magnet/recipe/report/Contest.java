package magnet.recipe.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import magnet.eval.Score;
import magnet.recipe.Figure;
import magnet.recipe.RunResult;
import magnet.recipe.Spread;

/**
 * What each contender reached for one metric of one task. Where a contender has a figure for each
 * pooling of a sentence's tokens, its best pooling counts, and is named: the same freedom for all.
 *
 * @param task the evaluation's name
 * @param metric without a pooling
 * @param cells what each contender reached, by its name
 */
record Contest(String task, String metric, Map<String, Reached> cells) {

  /**
   * What one contender reached.
   *
   * @param spread the figures of its seeds
   * @param pooling its best pooling; empty where there is none to choose
   */
  record Reached(Spread spread, Optional<String> pooling) {

    @Override
    public String toString() {
      return spread + pooling.map(name -> " (" + name + ")").orElse("");
    }
  }

  /** The contest of all contenders for a metric of a task. */
  static Contest of(RunResult result, String task, String metric) {
    Map<String, Reached> cells = new LinkedHashMap<>();
    for (String contender : result.contenders()) {
      Set<Optional<String>> poolings = new LinkedHashSet<>();
      for (Figure each : result.figures()) {
        if (each.task().equals(task)
            && each.contender().equals(contender)
            && each.metric().equals(metric)) {
          poolings.add(each.pooling());
        }
      }
      Reached best = null;
      for (Optional<String> pooling : poolings) {
        String full = metric + pooling.map(name -> " (" + name + ")").orElse("");
        Spread spread = result.spread(task, full, contender).orElseThrow();
        if (best == null || spread.betterThan(best.spread())) {
          best = new Reached(spread, pooling);
        }
      }
      if (best != null) {
        cells.put(contender, best);
      }
    }
    return new Contest(task, metric, cells);
  }

  /** The metrics of a task without their poolings, in the task's order. */
  static List<String> metrics(RunResult result, String task) {
    return result.figures().stream()
        .filter(each -> each.task().equals(task))
        .map(Figure::metric)
        .distinct()
        .toList();
  }

  /**
   * The mean of several tasks for a metric, with the pooling that is best on average. A contender
   * counts that was measured by all of them.
   *
   * @param tasks at least one
   */
  static Contest mean(RunResult result, String name, List<String> tasks, String metric) {
    RunResult means = new RunResult();
    Map<String, List<Figure>> all = new LinkedHashMap<>();
    for (Figure each : result.figures()) {
      if (tasks.contains(each.task()) && each.metric().equals(metric)) {
        String key = each.contender() + "\0" + each.seed() + "\0" + each.score().metric();
        all.computeIfAbsent(key, none -> new ArrayList<>()).add(each);
      }
    }
    for (List<Figure> figures : all.values()) {
      if (figures.size() == tasks.size()) {
        Figure first = figures.get(0);
        double mean =
            figures.stream().mapToDouble(each -> each.score().value()).average().orElseThrow();
        Score score =
            new Score(
                first.score().metric(), mean, Double.NaN, Double.NaN, first.score().direction());
        means.add(new Figure(name, first.contender(), first.seed(), score));
      }
    }
    return of(means, name, metric);
  }

  /** Whether more is better; false if nobody was measured. */
  boolean higherIsBetter() {
    return cells.values().stream()
        .anyMatch(each -> each.spread().direction() == Score.Direction.HIGHER);
  }

  /** Those whom none is better than; nobody where all are alike. */
  Set<String> best() {
    Set<String> best = new LinkedHashSet<>();
    if (cells.values().stream().map(each -> each.spread().mean()).distinct().count() > 1) {
      cells.forEach(
          (name, reached) -> {
            boolean beaten =
                cells.values().stream()
                    .anyMatch(other -> other.spread().betterThan(reached.spread()));
            if (!beaten && !Double.isNaN(reached.spread().mean())) {
              best.add(name);
            }
          });
    }
    return best;
  }
}
