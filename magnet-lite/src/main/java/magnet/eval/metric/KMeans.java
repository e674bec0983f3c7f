package magnet.eval.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.SplittableRandom;
import magnet.kernel.HostCopy;
import magnet.kernel.TorchRuntime;

/**
 * k-means: splits points into k clusters so that each is near the centre of its own (Lloyd 1982),
 * beginning with centres far apart (k-means++, Arthur and Vassilvitskii 2007).
 *
 * <p>Distances to all centres are one matrix product, which makes full passes over all points
 * cheaper than the minibatches that scikit-learn's MiniBatchKMeans and MTEB take to save time; the
 * result is a full local minimum.
 */
public final class KMeans implements AutoCloseable {

  private static final int MOST_PASSES = 100;

  private final NDManager manager;
  private final NDArray points; // [N, D]
  private final int count;

  /**
   * Takes the points over to the engine.
   *
   * @param vectors {@code [points][dimensions]}, one at least
   */
  public KMeans(float[][] vectors) {
    count = vectors.length;
    manager = TorchRuntime.newManager(Device.cpu());
    points = manager.create(vectors);
  }

  /**
   * Splits the points into clusters.
   *
   * @param k how many clusters, from 1 to the number of points; a cluster may end up empty
   * @param seed chooses the first centres
   * @return the cluster of each point, from 0 to {@code k - 1}
   * @throws IllegalArgumentException if there are fewer points than clusters
   */
  public int[] cluster(int k, long seed) {
    if (k < 1 || k > count) {
      throw new IllegalArgumentException(
          "%d points cannot be split into %d clusters; expected from 1 to as many as points."
              .formatted(count, k));
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray centres = points.get(manager.create(first(k, new SplittableRandom(seed))));
      long[] clusters = nearest(centres);
      for (int pass = 0; pass < MOST_PASSES; pass++) {
        centres = means(clusters, centres);
        long[] moved = nearest(centres);
        if (Arrays.equals(clusters, moved)) {
          break;
        }
        clusters = moved;
      }
      return Arrays.stream(clusters).mapToInt(cluster -> (int) cluster).toArray();
    }
  }

  /** Each next centre is a point drawn by its squared distance to the nearest one so far. */
  private int[] first(int k, SplittableRandom random) {
    int[] chosen = new int[k];
    chosen[0] = random.nextInt(count);
    double[] nearest = new double[count];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int c = 1; c < k; c++) {
      float[] distances = distances(chosen[c - 1]);
      double total = 0;
      for (int i = 0; i < count; i++) {
        nearest[i] = Math.min(nearest[i], Math.max(0, distances[i]));
        total += nearest[i];
      }
      chosen[c] = drawn(nearest, random.nextDouble() * total, random);
    }
    return chosen;
  }

  private int drawn(double[] weights, double mark, SplittableRandom random) {
    double below = 0;
    for (int i = 0; i < count; i++) {
      below += weights[i];
      if (mark < below) {
        return i;
      }
    }
    return random.nextInt(count); // all points are equal to some centre
  }

  /** Squared distances of all points to one of them. */
  private float[] distances(int point) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return HostCopy.floats(points.sub(points.get(point)).square().sum(new int[] {1}));
    }
  }

  private long[] nearest(NDArray centres) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      // |p - c|^2 = |p|^2 - 2 pc + |c|^2, of which |p|^2 is the same for every centre.
      NDArray ofCentres = centres.square().sum(new int[] {1}); // [k]
      NDArray apart = points.matMul(centres.transpose()).muli(-2).addi(ofCentres); // [N, k]
      return HostCopy.longs(apart.argMin(1));
    }
  }

  /** The mean of each cluster's points; an empty cluster keeps its centre. */
  private NDArray means(long[] clusters, NDArray centres) {
    NDArray members =
        manager.create(clusters).oneHot((int) centres.getShape().get(0), DataType.FLOAT32);
    NDArray sizes = members.sum(new int[] {0}).expandDims(1); // [k, 1]
    NDArray empty = sizes.eq(0).toType(DataType.FLOAT32, false);
    NDArray sums = members.transpose().matMul(points); // [k, D]
    return sums.add(centres.mul(empty)).div(sizes.add(empty));
  }

  @Override
  public void close() {
    manager.close();
  }
}
