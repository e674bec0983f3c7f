package magnet.recipe;

import java.util.Optional;
import magnet.eval.Score;

/**
 * One figure of a run.
 *
 * @param task the evaluation's name
 * @param contender who was measured, by the name in every table
 * @param seed what it was trained with; empty for what was not trained
 * @param score the figure
 */
public record Figure(String task, String contender, Optional<Long> seed, Score score) {

  /** The metric without the pooling in parentheses at its end. */
  public String metric() {
    return metricOf(score);
  }

  /** The metric of a score without the pooling in parentheses at its end. */
  static String metricOf(Score score) {
    int at = score.metric().lastIndexOf(" (");
    return at > 0 && score.metric().endsWith(")")
        ? score.metric().substring(0, at)
        : score.metric();
  }

  /** The pooling in parentheses at the metric's end, if there is one. */
  public Optional<String> pooling() {
    return score.metric().length() == metric().length()
        ? Optional.empty()
        : Optional.of(score.metric().substring(metric().length() + 2, score.metric().length() - 1));
  }
}
