package magnet.eval;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import magnet.eval.metric.PrecisionRecall;

/**
 * How predicted labels compare with the true ones, one label an item, as scikit-learn's {@code
 * accuracy_score} and {@code precision_recall_fscore_support} tell it.
 *
 * @param perLabel the counts of each label that is there or was predicted, sorted
 * @param items how many items there are
 */
public record LabelScores(Map<String, PrecisionRecall> perLabel, int items) {

  /** Makes the map read-only. */
  public LabelScores {
    perLabel = Collections.unmodifiableMap(new TreeMap<>(perLabel));
  }

  /**
   * Counts.
   *
   * @param truth the true label of each item, one at least
   * @param predicted the predicted ones, in the same order
   * @throws IllegalArgumentException if there is no item or the lists differ in length
   */
  public static LabelScores of(List<String> truth, List<String> predicted) {
    if (truth.isEmpty() || truth.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "%d predicted labels cannot be compared with %d true ones; expected as many, one at least."
              .formatted(predicted.size(), truth.size()));
    }
    Map<String, PrecisionRecall> counts = new TreeMap<>();
    for (int i = 0; i < truth.size(); i++) {
      boolean right = Objects.equals(truth.get(i), predicted.get(i));
      counts.merge(
          predicted.get(i), new PrecisionRecall(right ? 1 : 0, 1, 0), PrecisionRecall::plus);
      counts.merge(truth.get(i), new PrecisionRecall(0, 0, 1), PrecisionRecall::plus);
    }
    return new LabelScores(counts, truth.size());
  }

  /** The share of items whose label was predicted, from 0 to 1. */
  public double accuracy() {
    return (double) sum(perLabel.values()).right() / items;
  }

  /** F1 of all labels counted together, from 0 to 1: where every label counts, the accuracy. */
  public double microF1() {
    return sum(perLabel.values()).f1();
  }

  /**
   * F1 of some labels counted together, from 0 to 1: usual where one label means that there is
   * nothing.
   *
   * @param labels the labels that count
   */
  public double microF1(Collection<String> labels) {
    return sum(labels.stream()
            .map(each -> perLabel.getOrDefault(each, PrecisionRecall.NONE))
            .toList())
        .f1();
  }

  /** The mean of the labels' F1, each counting the same however rare it is, from 0 to 1. */
  public double macroF1() {
    return perLabel.values().stream().mapToDouble(PrecisionRecall::f1).average().orElseThrow();
  }

  private static PrecisionRecall sum(Collection<PrecisionRecall> counts) {
    return counts.stream().reduce(PrecisionRecall.NONE, PrecisionRecall::plus);
  }
}
