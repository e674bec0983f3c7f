package magnet.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import magnet.model.Decoder;

/**
 * A linear map between a text's vector and the contrastive loss, trained with the model and left
 * behind afterwards (Chen et al., "SimCLR", 2020). The paper mentions one without its size; ours
 * has no bias and is off by default.
 *
 * <p>Owns the native memory of its weight until {@link #close()}.
 */
public final class ProjectionHead implements AutoCloseable {

  private final NDManager manager;
  private final NDArray weight;

  private ProjectionHead(NDManager manager, NDArray weight) {
    this.manager = manager;
    this.weight = weight;
  }

  /**
   * A fresh head, uniform within 1 / sqrt(hidden).
   *
   * @param decoder the model; gives the hidden size and the device
   * @param size length of the projected vectors, at least 1
   * @param seed the same seed gives the same head
   * @throws IllegalArgumentException if size is below 1
   */
  public static ProjectionHead fresh(Decoder decoder, int size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "A projection to " + size + " numbers is not possible; give at least 1, or none at all.");
    }
    int hidden = decoder.architecture().hiddenSize();
    SplittableRandom random = new SplittableRandom(seed);
    double bound = 1 / Math.sqrt(hidden);
    float[] values = new float[size * hidden];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    NDManager manager = decoder.newScope();
    NDArray weight = manager.create(values, new Shape(size, hidden));
    weight.setRequiresGradient(true);
    return new ProjectionHead(manager, weight);
  }

  /** Float32 {@code [size, hidden]}, trainable. */
  public NDArray weight() {
    return weight;
  }

  /** Gives its memory back. Closing twice is fine. */
  @Override
  public void close() {
    manager.close();
  }
}
