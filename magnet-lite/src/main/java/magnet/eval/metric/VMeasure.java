package magnet.eval.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well clusters agree with classes, whatever the clusters are called (Rosenberg and Hirschberg,
 * "V-Measure: a conditional entropy-based external cluster evaluation measure", EMNLP 2007). Equal
 * to scikit-learn's {@code homogeneity_completeness_v_measure}.
 *
 * @param homogeneity {@code 1 - H(class | cluster) / H(class)}: 1 where no cluster mixes classes,
 *     and where there is but one class
 * @param completeness {@code 1 - H(cluster | class) / H(cluster)}: 1 where no class is split, and
 *     where there is but one cluster
 */
public record VMeasure(double homogeneity, double completeness) {

  /**
   * Compares clusters with classes.
   *
   * @param classes the true class of each item, one at least
   * @param clusters the cluster of each item, in the same order
   * @throws IllegalArgumentException if there is no item or the lists differ in length
   */
  public static VMeasure of(List<?> classes, List<?> clusters) {
    if (classes.isEmpty() || classes.size() != clusters.size()) {
      throw new IllegalArgumentException(
          "Clusters of %d items cannot be compared with classes of %d; expected as many, one at least."
              .formatted(clusters.size(), classes.size()));
    }
    Map<Object, Integer> ofClass = new HashMap<>();
    Map<Object, Integer> ofCluster = new HashMap<>();
    Map<List<Object>, Integer> ofBoth = new HashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      ofClass.merge(classes.get(i), 1, Integer::sum);
      ofCluster.merge(clusters.get(i), 1, Integer::sum);
      ofBoth.merge(List.of(classes.get(i), clusters.get(i)), 1, Integer::sum);
    }
    double n = classes.size();
    double shared = 0; // mutual information
    for (Map.Entry<List<Object>, Integer> cell : ofBoth.entrySet()) {
      double both = cell.getValue();
      double apart =
          (double) ofClass.get(cell.getKey().get(0)) * ofCluster.get(cell.getKey().get(1));
      shared += both / n * Math.log(n * both / apart);
    }
    double information = Math.max(0, shared);
    double classEntropy = entropy(ofClass, n);
    double clusterEntropy = entropy(ofCluster, n);
    return new VMeasure(
        classEntropy == 0 ? 1 : information / classEntropy,
        clusterEntropy == 0 ? 1 : information / clusterEntropy);
  }

  private static double entropy(Map<Object, Integer> counts, double n) {
    if (counts.size() == 1) {
      return 0;
    }
    return -counts.values().stream().mapToDouble(c -> c / n * Math.log(c / n)).sum();
  }

  /** The harmonic mean of homogeneity and completeness, from 0 to 1. */
  public double value() {
    double sum = homogeneity + completeness;
    return sum == 0 ? 0 : 2 * homogeneity * completeness / sum;
  }
}
