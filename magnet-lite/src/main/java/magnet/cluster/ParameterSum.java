package magnet.cluster;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sum of several workers' parameters, in float64, where the order of adding is lost in rounding
 * to float32. Sums can be added up in a tree. Not for several threads at once.
 */
public final class ParameterSum implements Serializable {

  private static final long serialVersionUID = 1;

  private final TreeMap<String, double[]> sums = new TreeMap<>();
  private int workers;

  /**
   * Adds one worker's.
   *
   * @param parameters numbers by name
   * @return this
   */
  public ParameterSum add(Map<String, float[]> parameters) {
    parameters.forEach(
        (name, numbers) -> {
          double[] sum = sums.computeIfAbsent(name, absent -> new double[numbers.length]);
          for (int i = 0; i < numbers.length; i++) {
            sum[i] += numbers[i];
          }
        });
    workers++;
    return this;
  }

  /**
   * Adds the sum over other workers.
   *
   * @return this
   */
  public ParameterSum add(ParameterSum others) {
    others.sums.forEach(
        (name, numbers) -> {
          double[] sum = sums.computeIfAbsent(name, absent -> new double[numbers.length]);
          for (int i = 0; i < numbers.length; i++) {
            sum[i] += numbers[i];
          }
        });
    workers += others.workers;
    return this;
  }

  /** How many workers were added. */
  int workers() {
    return workers;
  }

  /** The mean by name. */
  Map<String, double[]> mean() {
    Map<String, double[]> means = new LinkedHashMap<>();
    sums.forEach(
        (name, sum) -> {
          double[] mean = new double[sum.length];
          for (int i = 0; i < sum.length; i++) {
            mean[i] = sum[i] / workers;
          }
          means.put(name, mean);
        });
    return means;
  }
}
