package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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

    private final int code;

    Pooling(int code) {
      this.code = code;
    }

    /** What the kernel calls it. */
    public int code() {
      return code;
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

  /**
   * Loads the kernel; {@code manager} owns it.
   *
   * @param traits what {@code bert.torchscript} reads as {@code self.name}
   */
  public BertKernel(NDManager manager, Map<String, Object> traits) {
    kernel = new Kernel(manager, "bert", TorchScriptArchive.of(traits, "bert.torchscript"));
  }

  /**
   * The states of all tokens.
   *
   * @param layers how many layers they go through; 0 for the embeddings
   * @return float32 {@code [rows, tokens, hidden]}
   */
  public NDArray states(NDManager scope, Rows rows, int layers, List<NDArray> weights) {
    return kernel
        .infer(scope, "states", rows.tokens(), rows.lengths(), rows.padded(), layers, weights)
        .get(0);
  }

  /**
   * One vector per row.
   *
   * @param layers how many layers the states go through before they are pooled
   * @return float32 {@code [rows, hidden]}
   */
  public NDArray vectors(NDManager scope, Rows rows, int layers, List<NDArray> weights) {
    return kernel
        .infer(scope, "vectors", rows.tokens(), rows.lengths(), rows.padded(), layers, weights)
        .get(0);
  }
}
