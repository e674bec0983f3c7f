package magnet.eval.metric;

import org.hipparchus.stat.StatUtils;

/** The uncertainty of a mean over a sample. */
public final class StandardError {

  private StandardError() {}

  /**
   * The standard error of a mean: the standard deviation of the values (with n - 1) over the root
   * of n. For values of 0 and 1 it is that of a share, as lm-evaluation-harness prints it beside
   * accuracies.
   *
   * @param values at least two
   * @return 0 or more; NaN for fewer than two values
   */
  public static double ofMean(double[] values) {
    int n = values.length;
    return n < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values) / n);
  }
}
