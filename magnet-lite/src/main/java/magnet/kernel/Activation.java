package magnet.kernel;

import java.util.List;

/** The function between the two products of an MLP; kernels know them by their order. */
public enum Activation {
  /** x / (1 + exp(-x)). */
  SILU("silu", "swish"),
  /** The usual approximation of GELU by tanh (Hendrycks and Gimpel 2016). */
  GELU_TANH("gelu_pytorch_tanh", "gelu_new", "gelu_fast"),
  /** x times the normal distribution function of x, exactly. */
  GELU("gelu");

  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /** What config.json of transformers calls it, the usual name first; all compute the same. */
  public List<String> names() {
    return names;
  }
}
