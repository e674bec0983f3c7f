package magnet.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * The sum of several workers' parameters, in float64, where the order of adding is lost in rounding
 * to float32. Sums can be added up in a tree. Not for several threads at once.
 */
public final class ParameterSum implements Serializable {

  private static final long serialVersionUID = 1;

  private final TreeMap<String, double[]> sums = new TreeMap<>();
  private int workers;

  /** Adds one worker's numbers, by name. */
  public ParameterSum add(Map<String, float[]> parameters) {
    parameters.forEach((name, numbers) -> add(name, numbers.length, i -> numbers[i]));
    workers++;
    return this;
  }

  /** Adds the sum over other workers. */
  public ParameterSum add(ParameterSum others) {
    others.sums.forEach((name, numbers) -> add(name, numbers.length, i -> numbers[i]));
    workers += others.workers;
    return this;
  }

  private void add(String name, int count, IntToDoubleFunction numbers) {
    double[] sum = sums.computeIfAbsent(name, absent -> new double[count]);
    for (int i = 0; i < count; i++) {
      sum[i] += numbers.applyAsDouble(i);
    }
  }

  /** How many workers were added. */
  int workers() {
    return workers;
  }

  /** The mean by name. */
  Map<String, double[]> mean() {
    Map<String, double[]> means = new LinkedHashMap<>();
    sums.forEach(
        (name, sum) -> means.put(name, Arrays.stream(sum).map(each -> each / workers).toArray()));
    return means;
  }
}
