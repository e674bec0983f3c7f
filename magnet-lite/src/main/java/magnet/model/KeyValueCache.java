package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import magnet.kernel.DecoderKernel;

/**
 * Keys and values of the tokens so far, for every layer: what lets a decoder take one more token
 * without going through the text again. Room for {@code capacity} tokens is taken at once.
 */
public final class KeyValueCache implements AutoCloseable {

  private final NDManager manager;
  private final DecoderKernel.Cache arrays;
  private final int rows;
  private final int capacity;
  private int length;

  /**
   * An empty cache.
   *
   * @param decoder the model whose keys and values it holds
   * @param rows texts side by side
   * @param capacity the most tokens of a text
   */
  public KeyValueCache(Decoder decoder, int rows, int capacity) {
    this.rows = rows;
    this.capacity = capacity;
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

  /** Texts side by side. */
  public int rows() {
    return rows;
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

  void filled(int tokens) {
    length += tokens;
  }

  @Override
  public void close() {
    manager.close();
  }
}
