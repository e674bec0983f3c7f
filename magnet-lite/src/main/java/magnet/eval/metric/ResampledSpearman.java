package magnet.eval.metric;

import java.util.Arrays;

/**
 * Spearman's correlation of draws from the same pairs of numbers, without sorting each draw: the
 * numbers are sorted once, and a draw's ranks follow from how often each of them was drawn.
 */
public final class ResampledSpearman {

  private final int[] levelOfX;
  private final int[] levelOfY;
  private final double[] rankOfX;
  private final double[] rankOfY;

  /**
   * Ranks both lists once.
   *
   * @param x one list
   * @param y another of the same length
   */
  public ResampledSpearman(double[] x, double[] y) {
    levelOfX = levels(x);
    levelOfY = levels(y);
    rankOfX = new double[x.length];
    rankOfY = new double[y.length];
  }

  /** For each number its place among the distinct ones, counted from 0. */
  private static int[] levels(double[] values) {
    double[] numbers = Arrays.stream(values).map(value -> value + 0.0).toArray(); // no -0.0
    double[] distinct = Arrays.stream(numbers).sorted().distinct().toArray();
    return Arrays.stream(numbers).mapToInt(each -> Arrays.binarySearch(distinct, each)).toArray();
  }

  /**
   * The correlation of a draw.
   *
   * @param drawn indices of pairs, some perhaps several times
   * @return from -1 to 1, or NaN where one row is constant
   */
  public double of(int[] drawn) {
    rank(drawn, levelOfX, rankOfX);
    rank(drawn, levelOfY, rankOfY);
    double mean = (drawn.length + 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i : drawn) {
      double x = rankOfX[levelOfX[i]] - mean;
      double y = rankOfY[levelOfY[i]] - mean;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / Math.sqrt(xx * yy);
  }

  /** The mean rank of each level in a draw. */
  private static void rank(int[] drawn, int[] levels, double[] ranks) {
    Arrays.fill(ranks, 0);
    for (int i : drawn) {
      ranks[levels[i]]++;
    }
    double below = 0;
    for (int level = 0; level < ranks.length; level++) {
      double count = ranks[level];
      ranks[level] = below + (count + 1) / 2;
      below += count;
    }
  }
}
