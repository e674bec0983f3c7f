package magnet.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each contender reached for one metric of one task.
 *
 * @param task the task's name
 * @param metric the metric
 * @param pooling the one pooling of all scores; empty where there is none to choose, or each
 *     contender has one of its own
 * @param scores what each reached, by the contender's name
 */
public record MetricRow(String task, String metric, String pooling, Map<String, Score> scores) {

  /** Copies the map. */
  public MetricRow {
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
  }

  /** Whether more is better; false if nobody was measured. */
  boolean higherIsBetter() {
    return scores.values().stream().anyMatch(score -> score.direction() == Score.Direction.HIGHER);
  }

  /** What a contender reached, if it was measured. */
  public Optional<Score> of(String contender) {
    return Optional.ofNullable(scores.get(contender));
  }

  /** The figure of a contender, or NaN. */
  public double value(String contender) {
    return of(contender).map(Score::value).orElse(Double.NaN);
  }

  /** The pooling of a contender that has one of its own; else empty. */
  String note(String contender) {
    return pooling.isEmpty() ? of(contender).map(Score::pooling).orElse("") : "";
  }

  /** Which way is better, after the metric's name. */
  String arrow() {
    return higherIsBetter() ? " ↑" : " ↓";
  }

  /** Those whom none is better than; nobody where all are alike, or there is but one. */
  public Set<String> best() {
    Set<String> best = new LinkedHashSet<>();
    if (scores.values().stream().map(Score::value).distinct().count() > 1) {
      scores.forEach(
          (name, score) -> {
            if (!Double.isNaN(score.value())
                && scores.values().stream().noneMatch(other -> other.betterThan(score))) {
              best.add(name);
            }
          });
    }
    return best;
  }
}
