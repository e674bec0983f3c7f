package magnet.search;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import magnet.kernel.HostCopy;
import magnet.kernel.TorchRuntime;

/**
 * Vectors that lie in memory in one form or another, and come out in float32 with length 1. A
 * search looks at every one: a block of queries times a block of vectors is one matrix product, of
 * which only the best of each row are kept.
 */
interface CosineIndex extends VectorIndex {

  /** Rows of a block: 4 MiB of cosines, which a processor's caches hold. */
  int BLOCK = 1024;

  /** The length of each vector. */
  int dimensions();

  /**
   * Some of the vectors, each with length 1.
   *
   * @param from the first
   * @param to one past the last
   * @return {@code [to - from, dimensions]}, row by row
   */
  float[] unit(int from, int to);

  @Override
  default Hits nearest(float[][] queries, int most) {
    requireQueries(queries, dimensions(), most);
    int kept = Math.min(most, size());
    Hits hits = new Hits(new int[queries.length][], new float[queries.length][]);
    FloatRows asked = new FloatRows(queries);
    try (NDManager manager = TorchRuntime.newManager(Device.cpu())) {
      for (int from = 0; from < queries.length; from += BLOCK) {
        int to = Math.min(queries.length, from + BLOCK);
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDList best = best(asked.block(manager, from, to), kept);
          float[] cosines = HostCopy.floats(best.get(0).clip(-1, 1)); // rounding may go beyond
          long[] rows = HostCopy.longs(best.get(1));
          for (int q = 0; q < to - from; q++) {
            hits.cosines()[from + q] = Arrays.copyOfRange(cosines, q * kept, (q + 1) * kept);
            hits.rows()[from + q] =
                Arrays.stream(rows, q * kept, (q + 1) * kept).mapToInt(Math::toIntExact).toArray();
          }
        }
      }
    }
    return hits;
  }

  static void requireQueries(float[][] queries, int dimensions, int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "Asked for the " + most + " nearest of each text, expected 1 or more.");
    }
    for (int q = 0; q < queries.length; q++) {
      double squares = 0;
      for (float value : queries[q]) {
        squares += (double) value * value;
      }
      if (queries[q].length != dimensions || !(squares > 0) || !Double.isFinite(squares)) {
        throw new IllegalArgumentException(
            "Query %d (counted from 0) of %d numbers has no angle to vectors of %d dimensions, expected as many numbers that are finite and not all 0; embed it as they were."
                .formatted(q, queries[q].length, dimensions));
      }
    }
  }

  /** Cosines and places of the best, {@code [Q, kept]} each. */
  private NDList best(NDArray queries, int kept) {
    NDList best = null;
    for (int from = 0; from < size(); from += BLOCK) {
      int to = Math.min(size(), from + BLOCK);
      NDArray rows = block(queries.getManager(), from, to); // [R, D]
      NDArray cosines = queries.matMul(rows.transpose()); // [Q, R]
      NDList found = cosines.topK(Math.min(kept, to - from), 1, true, true);
      NDArray places = found.get(1).add(from);
      best = best == null ? new NDList(found.get(0), places) : better(best, found, places, kept);
    }
    return best;
  }

  private static NDList better(NDList best, NDList found, NDArray places, int kept) {
    NDArray cosines = best.get(0).concat(found.get(0), 1);
    NDArray all = best.get(1).concat(places, 1);
    int most = (int) Math.min(kept, all.getShape().get(1));
    NDList chosen = cosines.topK(most, 1, true, true);
    return new NDList(chosen.get(0), all.gather(chosen.get(1), 1));
  }

  /** {@code [to - from, D]}. */
  default NDArray block(NDManager manager, int from, int to) {
    return manager.create(unit(from, to), new Shape(to - from, dimensions()));
  }
}
