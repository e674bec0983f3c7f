package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import magnet.kernel.DecoderKernel;
import magnet.model.family.Architecture;

/**
 * Keys and values of the tokens so far, for every layer: what lets a decoder take one more token
 * without going through the text again. Memory for {@code capacity} tokens is allocated at once.
 */
public final class KeyValueCache implements AutoCloseable {

  private final Decoder decoder;
  private final NDManager manager;
  private final DecoderKernel.Cache arrays;
  private final int capacity;
  private final int[][] positions;
  private int length;

  /** An empty cache for texts of at most {@code capacity} tokens. */
  public KeyValueCache(Decoder decoder, int rows, int capacity) {
    this.decoder = decoder;
    this.capacity = capacity;
    positions = new int[rows][capacity];
    manager = decoder.newScope();
    Architecture of = decoder.architecture();
    Shape shape = new Shape(rows, of.keyValueHeads(), capacity, of.headSize());
    List<NDArray> keys = new ArrayList<>();
    List<NDArray> values = new ArrayList<>();
    for (int layer = 0; layer < of.layers(); layer++) {
      keys.add(decoder.precision().zeros(decoder.tensors(), manager, shape));
      values.add(decoder.precision().zeros(decoder.tensors(), manager, shape));
    }
    arrays = new DecoderKernel.Cache(keys, values);
  }

  /**
   * A cache that continues this one with other rows, such as each of them several times. This one
   * stays as it is.
   *
   * @param from the row of this cache that each row of the new one begins with
   * @param slots the most tokens of a text, not fewer than are in this cache
   * @return the caller closes it
   */
  public KeyValueCache spread(int[] from, int slots) {
    KeyValueCache wider = new KeyValueCache(decoder, from.length, slots);
    for (int row = 0; row < from.length; row++) {
      System.arraycopy(positions[from[row]], 0, wider.positions[row], 0, length);
    }
    try (NDManager scope = decoder.newScope()) {
      NDArray rowOf = scope.create(Arrays.stream(from).asLongStream().toArray());
      decoder.tensors().takeRows(scope, wider.arrays.keys(), arrays.keys(), rowOf, length);
      decoder.tensors().takeRows(scope, wider.arrays.values(), arrays.values(), rowOf, length);
    }
    wider.length = length;
    return wider;
  }

  /** Texts side by side. */
  public int rows() {
    return positions.length;
  }

  /** The most tokens of a text. */
  public int capacity() {
    return capacity;
  }

  /** Tokens in the cache so far. */
  public int length() {
    return length;
  }

  DecoderKernel.Cache arrays() {
    return arrays;
  }

  /** The positions of a row's tokens in its text, slot by slot; not copied. */
  int[] positions(int row) {
    return positions[row];
  }

  /** Sets the positions of the tokens that are appended to the others: {@code [rows][tokens]}. */
  void place(int[][] next) {
    for (int row = 0; row < positions.length; row++) {
      System.arraycopy(next[row], 0, positions[row], length, next[row].length);
    }
  }

  /** The largest distance in the text between two of the first {@code count} slots of a row. */
  int extent(int slots) {
    int extent = 0;
    for (int[] row : positions) {
      IntSummaryStatistics all = Arrays.stream(row, 0, slots).summaryStatistics();
      extent = Math.max(extent, all.getMax() - all.getMin());
    }
    return extent;
  }

  void filled(int tokens) {
    length += tokens;
  }

  @Override
  public void close() {
    manager.close();
  }
}
