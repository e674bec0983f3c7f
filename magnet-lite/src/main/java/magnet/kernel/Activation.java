package magnet.kernel;

import java.util.List;

/** The function between the two products of an MLP. */
public enum Activation {
  /** x / (1 + exp(-x)). */
  SILU(0, "silu", "swish"),
  /** The usual approximation of GELU by tanh (Hendrycks and Gimpel 2016). */
  GELU_TANH(1, "gelu_pytorch_tanh", "gelu_new", "gelu_fast"),
  /** x times the normal distribution function of x, exactly. */
  GELU(2, "gelu");

  private final int code;
  private final List<String> names;

  Activation(int code, String... names) {
    this.code = code;
    this.names = List.of(names);
  }

  /** What the kernels call it. */
  public int code() {
    return code;
  }

  /** What config.json of transformers calls it, the usual name first; all compute the same. */
  public List<String> names() {
    return names;
  }
}
