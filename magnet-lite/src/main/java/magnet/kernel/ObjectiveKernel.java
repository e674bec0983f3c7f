package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The losses of the objectives, computed so that a training step holds no full logits and needs no
 * second pass through the head.
 */
public final class ObjectiveKernel {

  /**
   * Logits at a time: 32 MiB of them, few enough to stay close and rows enough for fast products.
   */
  private static final int CHUNK_LOGITS = 1 << 23;

  private static final int LEAST_ROWS = 64;

  /**
   * A loss of next tokens and its parts.
   *
   * @param objective a scalar to call backward on; its gradient is the loss's, its value is not
   * @param losses float32, one per row, without gradient
   */
  public record Loss(NDArray objective, NDArray losses) {}

  private final Kernel kernel;

  /** Loads the kernel; {@code manager} owns it. */
  public ObjectiveKernel(NDManager manager) {
    kernel = new Kernel(manager, "objectives");
  }

  /**
   * Cross entropy of one target token a row.
   *
   * @param scope owns the result
   * @param hidden {@code [N, hidden]} after the final norm: the outputs at l-1
   * @param head {@code [vocabulary, hidden]}
   * @param targets int64 {@code [N]}: the tokens at l
   * @param weights float32 {@code [N]}: what each row counts in the total
   * @param logitCap c, where the model's logits z are c tanh(z / c); 0 for none
   * @return the loss: sum of weights * losses
   */
  public Loss nextToken(
      NDManager scope,
      NDArray hidden,
      NDArray head,
      NDArray targets,
      NDArray weights,
      double logitCap) {
    int chunk = (int) Math.max(LEAST_ROWS, CHUNK_LOGITS / head.getShape().get(0));
    NDList result =
        kernel.train(scope, "next_token", hidden, head, targets, weights, chunk, logitCap);
    return new Loss(result.get(0), result.get(1));
  }

  /**
   * InfoNCE with in-batch negatives (van den Oord et al. 2018; the form of SimCSE, Gao et al.
   * 2021): cross entropy of each anchor's own positive among the positives by cosine / temperature.
   *
   * @param scope owns the result
   * @param anchors {@code [B, hidden]}
   * @param positives {@code [B, hidden]}
   * @param temperature above 0
   * @param leftOut for each anchor, which positives are no negatives of it, {@code [B][B]}; its own
   *     counts always
   * @return float32 {@code [B]}, the loss of each anchor; gradients flow back
   */
  public NDArray infoNce(
      NDManager scope,
      NDArray anchors,
      NDArray positives,
      double temperature,
      boolean[][] leftOut) {
    int pairs = leftOut.length;
    boolean[] flat = new boolean[pairs * pairs];
    for (int i = 0; i < pairs; i++) {
      System.arraycopy(leftOut[i], 0, flat, i * pairs, pairs);
      flat[i * pairs + i] = false;
    }
    NDArray none = scope.create(flat, new Shape(pairs, pairs));
    return kernel.train(scope, "info_nce", anchors, positives, temperature, none).get(0);
  }

  /**
   * Logits of some states by the model's output projection; gradients flow back to the states.
   *
   * @param scope owns the result
   * @param hidden {@code [N, hidden]} after the final norm
   * @param head {@code [vocabulary, hidden]}
   * @param logitCap c, where the model's logits z are c tanh(z / c); 0 for none
   * @return float32 {@code [N, vocabulary]}
   */
  public NDArray logits(NDManager scope, NDArray hidden, NDArray head, double logitCap) {
    return kernel.train(scope, "logits", hidden, head, logitCap).get(0);
  }

  /**
   * Some rows of the hidden states of a pass; gradients flow back to them.
   *
   * @param scope owns the result
   * @param hidden {@code [M, hidden]}
   * @param index int64 {@code [N]}: which rows, in which order
   * @param wide whether the result is float32 whatever {@code hidden} is
   * @return {@code [N, hidden]}
   */
  public NDArray rows(NDManager scope, NDArray hidden, NDArray index, boolean wide) {
    return kernel.train(scope, "rows", hidden, index, wide).get(0);
  }

  /**
   * Vectors through a linear map without bias; gradients flow to both.
   *
   * @param scope owns the result
   * @param vectors float32 {@code [B, hidden]}
   * @param weight float32 {@code [outputs, hidden]}
   * @return float32 {@code [B, outputs]}
   */
  public NDArray project(NDManager scope, NDArray vectors, NDArray weight) {
    return kernel.train(scope, "project", vectors, weight).get(0);
  }
}
