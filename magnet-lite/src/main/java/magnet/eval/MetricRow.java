package magnet.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each candidate reached for one metric of one task.
 *
 * @param task the task's name
 * @param metric the metric
 * @param pooling the one pooling of all scores; empty where there is none to choose, or each
 *     candidate has one of its own
 * @param scores what each reached, by the candidate's name
 */
public record MetricRow(String task, String metric, String pooling, Map<String, Score> scores) {

  private static final String ZERO = "0.00";

  /** Copies the map. */
  public MetricRow {
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
  }

  /** What a candidate reached, if it was measured. */
  public Optional<Score> of(String candidate) {
    return Optional.ofNullable(scores.get(candidate));
  }

  /** The figure of a candidate, or NaN. */
  public double value(String candidate) {
    return of(candidate).map(Score::value).orElse(Double.NaN);
  }

  /** The pooling of a candidate that has one of its own; else empty. */
  String note(String candidate) {
    return pooling.isEmpty() ? of(candidate).map(Score::pooling).orElse("") : "";
  }

  /** Which direction is better, after the metric's name. */
  String arrow() {
    return scores.values().stream().anyMatch(one -> one.direction() == Score.Direction.HIGHER)
        ? " ↑"
        : " ↓";
  }

  /**
   * The best candidates, by their figures as they are written: none where all are alike, or there
   * is only one, or the best is 0.00, which says that nothing was seen.
   */
  public Set<String> best() {
    List<Score> measured =
        scores.values().stream().filter(score -> !Double.isNaN(score.value())).toList();
    Set<String> figures = measured.stream().map(MetricRow::written).collect(Collectors.toSet());
    Optional<String> top =
        measured.stream()
            .reduce((best, one) -> one.betterThan(best) ? one : best)
            .map(MetricRow::written)
            .filter(figure -> figures.size() > 1 && !figure.equals(ZERO));
    return scores.keySet().stream()
        .filter(name -> top.equals(of(name).map(MetricRow::written)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** What readers compare: the figure without its deviation. */
  private static String written(Score score) {
    return String.format(Locale.ROOT, "%.2f", score.value());
  }
}
