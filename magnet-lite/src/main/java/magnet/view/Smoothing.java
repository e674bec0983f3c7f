package magnet.view;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.IntStream;

/**
 * Takes the noise out of a curve by local linear regression (Cleveland, "Robust locally weighted
 * regression and smoothing scatterplots", 1979, without the robust part).
 *
 * <p>Unlike a running mean it does not lag a falling curve, nor is it bent at the ends.
 */
final class Smoothing {

  /** The share of all points that has a say in each smoothed value. */
  private static final double SHARE = 0.1;

  private static final int FEWEST = 9;

  private Smoothing() {}

  /** Where a long curve is drawn: everywhere, or at about as many even places and at the last. */
  static int[] places(int count, int most) {
    int stride = (count + most - 1) / Math.max(1, most);
    return IntStream.range(0, count).filter(i -> i % stride == 0 || i == count - 1).toArray();
  }

  /** The values at some places. */
  static double[] at(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
  }

  /**
   * The smoothed values at some places; each takes time in proportion to the number of values.
   *
   * @param x where the values lie, in rising order
   * @return a value for each place, between the least and the largest of the values around it
   */
  static double[] of(double[] x, double[] y, int[] places) {
    double[] smoothed = new double[places.length];
    int half = Math.max(FEWEST, (int) (y.length * SHARE)) / 2;
    for (int k = 0; k < places.length; k++) {
      int i = places[k];
      int from = Math.max(0, Math.min(i - half, y.length - 1 - 2 * half));
      int to = Math.min(y.length, Math.max(i + half + 1, 2 * half + 1));
      smoothed[k] = fitted(x, y, from, to, x[i]);
    }
    return smoothed;
  }

  /**
   * How far down an axis should reach: to the least value, but no further than a decade below the
   * trend, or single values near zero would press all lines together at the top.
   */
  static double lowest(double[] y, double[] trend) {
    double least = Arrays.stream(y).min().orElseThrow();
    return Math.max(least, Arrays.stream(trend).min().orElseThrow() / 10);
  }

  /** The value at a place on the line that fits the points from one to before another best. */
  private static double fitted(double[] x, double[] y, int from, int to, double at) {
    double reach = Math.max(at - x[from], x[to - 1] - at) * 1.001;
    double weights = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    for (int i = from; i < to; i++) {
      double dx = x[i] - at;
      double distance = reach > 0 ? Math.abs(dx) / reach : 0;
      double weight = Math.pow(1 - Math.pow(distance, 3), 3);
      weights += weight;
      sumX += weight * dx;
      sumY += weight * y[i];
      sumXx += weight * dx * dx;
      sumXy += weight * dx * y[i];
    }
    double spread = weights * sumXx - sumX * sumX;
    double value = spread > 0 ? (sumXx * sumY - sumX * sumXy) / spread : sumY / weights;
    // At the end of a steep fall the line could run below zero, which no logarithm can show.
    DoubleSummaryStatistics around = Arrays.stream(y, from, to).summaryStatistics();
    return Math.max(around.getMin(), Math.min(around.getMax(), value));
  }
}
