package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import magnet.kernel.TensorKernel;
import magnet.model.family.Architecture;
import magnet.model.family.LayerKind;

/**
 * Cosines and sines of the rotary position embedding (Su et al. 2021), for as many positions as
 * were asked for so far and for each kind of layer. A model without it has tables of no columns.
 */
final class RotaryTables {

  private static final int FIRST_POSITIONS = 512;

  /**
   * The tables.
   *
   * @param cos {@code [positions, rotated]} for each of {@link Architecture#kinds}, both halves
   *     alike
   * @param sin likewise, the first half negative: see {@code rotate} in decoder.torchscript
   */
  record Tables(List<NDArray> cos, List<NDArray> sin, int positions) {}

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
   * Tables of at least this many positions.
   *
   * @throws IllegalArgumentException if the model has fewer
   */
  synchronized Tables of(int positions) {
    if (positions > architecture.maxPositions()) {
      throw new IllegalArgumentException(
          ("A text of %s tokens is longer than the %s positions of the model; shorten it or cut"
                  + " it into parts.")
              .formatted(positions, architecture.maxPositions()));
    }
    if (tables == null || tables.positions() < positions) {
      // Tables that are in use by another thread stay: they go with the manager.
      int doubled = tables == null ? FIRST_POSITIONS : 2 * tables.positions();
      tables = make(Math.min(Math.max(positions, doubled), architecture.maxPositions()));
    }
    return tables;
  }

  private Tables make(int positions) {
    List<NDArray> cos = new ArrayList<>();
    List<NDArray> sin = new ArrayList<>();
    for (LayerKind kind : architecture.kinds()) {
      float[] frequencies = architecture.rope(kind).inverseFrequencies(architecture.headSize());
      cos.add(table(frequencies, positions, Math::cos, 1));
      sin.add(table(frequencies, positions, Math::sin, -1));
    }
    return new Tables(cos, sin, positions);
  }

  /** {@code sign} is that of the first half of each row. */
  private NDArray table(
      float[] frequencies, int positions, DoubleUnaryOperator function, int sign) {
    int half = frequencies.length;
    float[] values = new float[positions * 2 * half];
    for (int p = 0; p < positions; p++) {
      for (int j = 0; j < half; j++) {
        float value = (float) function.applyAsDouble(p * frequencies[j]);
        values[p * 2 * half + j] = sign * value;
        values[p * 2 * half + half + j] = value;
      }
    }
    return precision.of(kernel, manager, manager.create(values, new Shape(positions, 2 * half)));
  }
}
