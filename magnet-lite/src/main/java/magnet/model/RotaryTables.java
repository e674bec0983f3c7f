package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import magnet.kernel.TensorKernel;

/**
 * Cosines and sines of the rotary position embedding (Su et al. 2021), for as many positions as
 * were asked for so far.
 */
final class RotaryTables {

  private static final int FIRST_POSITIONS = 512;

  /**
   * The tables.
   *
   * @param cos {@code [positions, head size / 2]}
   * @param sin likewise
   */
  record Tables(NDArray cos, NDArray sin, int positions) {}

  private final NDManager manager;
  private final Architecture architecture;
  private final Precision precision;
  private final TensorKernel kernel;
  private Tables tables;

  /** {@code manager} owns the tables. */
  RotaryTables(
      NDManager manager, TensorKernel kernel, Architecture architecture, Precision precision) {
    this.manager = manager;
    this.kernel = kernel;
    this.architecture = architecture;
    this.precision = precision;
  }

  /**
   * Tables of at least so many positions.
   *
   * @throws IllegalArgumentException if the model has fewer
   */
  synchronized Tables of(int positions) {
    if (positions > architecture.maxPositions()) {
      throw new IllegalArgumentException(
          "A text of "
              + positions
              + " tokens is longer than the "
              + architecture.maxPositions()
              + " positions of the model; shorten it or cut it into parts.");
    }
    if (tables == null || tables.positions() < positions) {
      // Tables that are in use by another thread stay: they go with the manager.
      int doubled = tables == null ? FIRST_POSITIONS : 2 * tables.positions();
      tables = make(Math.min(Math.max(positions, doubled), architecture.maxPositions()));
    }
    return tables;
  }

  private Tables make(int positions) {
    float[] frequencies = architecture.rope().inverseFrequencies(architecture.headSize());
    int half = frequencies.length;
    float[] cos = new float[positions * half];
    float[] sin = new float[positions * half];
    for (int p = 0; p < positions; p++) {
      for (int j = 0; j < half; j++) {
        float angle = p * frequencies[j];
        cos[p * half + j] = (float) Math.cos(angle);
        sin[p * half + j] = (float) Math.sin(angle);
      }
    }
    Shape shape = new Shape(positions, half);
    return new Tables(
        precision.of(kernel, manager, manager.create(cos, shape)),
        precision.of(kernel, manager, manager.create(sin, shape)),
        positions);
  }
}
