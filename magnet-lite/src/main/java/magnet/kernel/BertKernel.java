package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Text encoders of BERT's kind: a whole pass through all layers, and the pooling of its states, is
 * one native call. Weight lists and shapes are those of {@code bert.torchscript}.
 *
 * <p>Not closed by its users: it lives as long as the manager that it was made with.
 */
public final class BertKernel {

  /** How the states of a row become one vector. */
  public enum Pooling {
    /** The mean of all tokens, those of the frame included. */
    MEAN(0),
    /** The first token, {@code [CLS]}. */
    CLS(1),
    /** The largest number of all tokens, dimension by dimension. */
    MAX(2),
    /** The last token. */
    LAST(3);

    /** What the kernel calls it. */
    private final int code;

    Pooling(int code) {
      this.code = code;
    }
  }

  /**
   * What the kernel must know besides the weights.
   *
   * @param heads number of attention heads
   * @param normEpsilon the epsilon of the norms
   * @param activation the function between the two products of the MLP
   * @param firstPosition place of a row's first token among the positions
   * @param pooling how states become a vector
   * @param normalised whether each vector is divided by its length
   */
  public record Traits(
      int heads,
      double normEpsilon,
      Activation activation,
      int firstPosition,
      Pooling pooling,
      boolean normalised) {

    private Map<String, Object> attributes() {
      Map<String, Object> attributes = new LinkedHashMap<>();
      attributes.put("heads", heads);
      attributes.put("norm_epsilon", normEpsilon);
      attributes.put("activation", activation.code);
      attributes.put("first_position", firstPosition);
      attributes.put("pooling", pooling.code);
      attributes.put("normalised", normalised);
      return attributes;
    }
  }

  /**
   * Rows of tokens.
   *
   * @param tokens int64 {@code [rows, tokens]}; any ids after a row's end
   * @param lengths int64 {@code [rows]}
   * @param padded whether a row is shorter than another
   */
  public record Rows(NDArray tokens, NDArray lengths, boolean padded) {}

  private final Kernel kernel;

  /** Loads the kernel; {@code manager} owns it. */
  public BertKernel(NDManager manager, Traits traits) {
    kernel =
        new Kernel(manager, "bert", TorchScriptArchive.of("bert.torchscript", traits.attributes()));
  }

  /**
   * The states of all tokens.
   *
   * @param scope owns the result
   * @param layers how many layers they go through; 0 for the embeddings
   * @return float32 {@code [rows, tokens, hidden]}
   */
  public NDArray states(NDManager scope, Rows rows, int layers, List<NDArray> weights) {
    return call(scope, "states", rows, layers, weights);
  }

  /**
   * One vector per row.
   *
   * @param scope owns the result
   * @param layers how many layers the states go through before they are pooled
   * @return float32 {@code [rows, hidden]}
   */
  public NDArray vectors(NDManager scope, Rows rows, int layers, List<NDArray> weights) {
    return call(scope, "vectors", rows, layers, weights);
  }

  private NDArray call(
      NDManager scope, String method, Rows rows, int layers, List<NDArray> weights) {
    return kernel
        .method(scope, method)
        .with(rows.tokens())
        .with(rows.lengths())
        .with(rows.padded())
        .with(layers)
        .with("weights", weights)
        .infer()
        .get(0);
  }
}
