package magnet.search;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import magnet.eval.metric.Similarities;
import magnet.kernel.HostCopy;
import magnet.kernel.TorchRuntime;

/**
 * Vectors that lie in memory in one form or another, and come out in float32 with length 1. A
 * search looks at every one: a block of queries times a block of vectors is one matrix product, of
 * which only the best of each row are kept.
 */
record CosineIndex(int size, int dimensions, long bytes, String numbers, UnitRows rows)
    implements VectorIndex {

  /** Rows of a block: 4 MiB of cosines, which a processor's caches hold. */
  static final int BLOCK = 1024;

  private static final int HIGHEST_CODE = 127;

  /** Some of the vectors, each with length 1. */
  interface UnitRows {
    /** From one to before another, {@code [to - from, dimensions]}, row by row. */
    float[] between(int from, int to);
  }

  /** Vectors as they are; not copied. */
  static CosineIndex float32(float[][] vectors) {
    int size = vectors.length;
    int dimensions = vectors[0].length;
    return new CosineIndex(
        size,
        dimensions,
        (long) Float.BYTES * size * dimensions,
        "float32",
        (from, to) -> unit(vectors, from, to));
  }

  /** 8 bits a number: code 127 stands for the number of each that is farthest from 0. */
  static CosineIndex int8(float[][] vectors) {
    int size = vectors.length;
    int dimensions = vectors[0].length;
    byte[][] codes = new byte[size][dimensions];
    float[] steps = new float[size]; // what a code of 1 stands for
    for (int i = 0; i < size; i++) {
      float[] vector = unit(vectors, i, i + 1);
      float largest = 0;
      for (float number : vector) {
        largest = Math.max(largest, Math.abs(number));
      }
      steps[i] = largest / HIGHEST_CODE;
      for (int d = 0; d < dimensions; d++) {
        codes[i][d] = (byte) Math.round(vector[d] / steps[i]);
      }
    }
    return new CosineIndex(
        size,
        dimensions,
        (long) size * (dimensions + Float.BYTES),
        "int8",
        (from, to) -> {
          float[] rows = new float[Math.multiplyExact(to - from, dimensions)];
          for (int i = from; i < to; i++) {
            for (int d = 0; d < dimensions; d++) {
              rows[(i - from) * dimensions + d] = codes[i][d] * steps[i];
            }
          }
          return rows;
        });
  }

  /** Some of many vectors, each with length 1. */
  static float[] unit(float[][] vectors, int from, int to) {
    int width = vectors[0].length;
    float[][] unit = Similarities.prefixes(Arrays.copyOfRange(vectors, from, to), width, true);
    float[] rows = new float[Math.multiplyExact(unit.length, width)];
    for (int i = 0; i < unit.length; i++) {
      System.arraycopy(unit[i], 0, rows, i * width, width);
    }
    return rows;
  }

  /** The same as a tensor, {@code [to - from, D]}. */
  static NDArray block(NDManager manager, float[][] vectors, int from, int to) {
    return manager.create(unit(vectors, from, to), new Shape(to - from, vectors[0].length));
  }

  @Override
  public Hits nearest(float[][] queries, int most) {
    requireQueries(queries, dimensions, most);
    int kept = Math.min(most, size);
    Hits hits = new Hits(new int[queries.length][], new float[queries.length][]);
    try (NDManager manager = TorchRuntime.newManager(Device.cpu())) {
      for (int from = 0; from < queries.length; from += BLOCK) {
        int to = Math.min(queries.length, from + BLOCK);
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDList best = best(block(manager, queries, from, to), kept);
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
    for (int from = 0; from < size; from += BLOCK) {
      int to = Math.min(size, from + BLOCK);
      Shape shape = new Shape(to - from, dimensions); // [R, D]
      NDArray block = queries.getManager().create(rows.between(from, to), shape);
      NDArray cosines = queries.matMul(block.transpose()); // [Q, R]
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
}
