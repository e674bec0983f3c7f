package magnet.view;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The plane through the mean of vectors in which they differ most: their first two principal
 * components, found by power iteration. The sign of each is chosen so that its largest coordinate
 * is positive, which makes pictures repeatable.
 *
 * @param points {@code [vectors][2]}
 * @param shares how much of all variance lies along each axis, from 0 to 1
 */
public record PrincipalPlane(double[][] points, double[] shares) {

  private static final int MOST_ROUNDS = 300;
  private static final double SMALL = 1e-10;

  /**
   * The plane.
   *
   * @param vectors all of one length, at least 2
   */
  public static PrincipalPlane of(float[][] vectors) {
    double[][] centred = centred(vectors);
    double all = Arrays.stream(centred).flatMapToDouble(Arrays::stream).map(x -> x * x).sum();
    double[][] points = new double[vectors.length][2];
    double[] shares = new double[2];
    for (int axis = 0; axis < 2; axis++) {
      double[] direction = strongest(centred);
      for (int i = 0; i < centred.length; i++) {
        double along = dot(centred[i], direction);
        points[i][axis] = along;
        shares[axis] += all == 0 ? 0 : along * along / all;
        for (int d = 0; d < direction.length; d++) {
          centred[i][d] -= along * direction[d];
        }
      }
    }
    return new PrincipalPlane(points, shares);
  }

  private static double[][] centred(float[][] vectors) {
    int width = vectors[0].length;
    double[] mean = new double[width];
    for (float[] vector : vectors) {
      for (int d = 0; d < width; d++) {
        mean[d] += vector[d] / (double) vectors.length;
      }
    }
    double[][] centred = new double[vectors.length][width];
    for (int i = 0; i < vectors.length; i++) {
      for (int d = 0; d < width; d++) {
        centred[i][d] = vectors[i][d] - mean[d];
      }
    }
    return centred;
  }

  /** The direction of most variance, of length 1; any where there is no variance. */
  private static double[] strongest(double[][] rows) {
    SplittableRandom random = new SplittableRandom(1);
    double[] direction = random.doubles(rows[0].length, -1, 1).toArray();
    normalise(direction);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] next = new double[direction.length];
      for (double[] row : rows) {
        double along = dot(row, direction);
        for (int d = 0; d < next.length; d++) {
          next[d] += along * row[d];
        }
      }
      if (!normalise(next)) {
        return direction;
      }
      boolean settled = 1 - dot(next, direction) < SMALL;
      direction = next;
      if (settled) {
        break;
      }
    }
    return positive(direction);
  }

  private static double[] positive(double[] direction) {
    double largest =
        Arrays.stream(direction).reduce(0, (a, b) -> Math.abs(b) > Math.abs(a) ? b : a);
    return largest < 0 ? Arrays.stream(direction).map(x -> -x).toArray() : direction;
  }

  private static boolean normalise(double[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    for (int d = 0; d < vector.length && length > 0; d++) {
      vector[d] /= length;
    }
    return length > 0;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }
}
