package magnet.view;

import java.util.Arrays;

/**
 * Takes the noise out of a curve by local linear regression (Cleveland, "Robust locally weighted
 * regression and smoothing scatterplots", 1979, without the robust part).
 *
 * <p>Unlike a running mean it does not lag behind a falling curve, nor is it bent at the ends.
 */
final class Smoothing {

  /** The share of all points that has a say in each smoothed value. */
  private static final double SHARE = 0.1;

  private static final int FEWEST = 9;

  private Smoothing() {}

  /**
   * The smoothed values.
   *
   * @param x where the values lie, in rising order
   * @param y the values, as many as x
   * @return a value for each x, between the least and the largest of the values around it
   */
  static double[] of(double[] x, double[] y) {
    double[] smoothed = new double[y.length];
    int half = Math.max(FEWEST, (int) (y.length * SHARE)) / 2;
    for (int i = 0; i < y.length; i++) {
      int from = Math.max(0, Math.min(i - half, y.length - 1 - 2 * half));
      int to = Math.min(y.length, Math.max(i + half + 1, 2 * half + 1));
      smoothed[i] = fitted(x, y, from, to, x[i]);
    }
    return smoothed;
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
    double[] around = Arrays.copyOfRange(y, from, to);
    Arrays.sort(around);
    return Math.max(around[0], Math.min(around[around.length - 1], value));
  }
}
