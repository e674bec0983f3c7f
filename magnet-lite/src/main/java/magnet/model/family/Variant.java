package magnet.model.family;

import java.util.List;
import magnet.kernel.Activation;
import magnet.model.MaskRule;

/**
 * What decoders differ in besides their sizes, where the family alone does not decide it.
 *
 * <p>A sliding window hides what is too far from a query, on some layers or on all; {@link
 * MaskRule} says what that means under a bidirectional or hybrid pattern. A cap bounds numbers
 * smoothly (Gemma 2, arXiv 2408.00118). That of the scores is applied before the mask and to each
 * score separately, so that it is the same under every pattern.
 *
 * @param activation the function of the MLP
 * @param parallelResidual whether attention and MLP of a layer read the same state, else the MLP
 *     reads what attention gave
 * @param queryScalar attention scores are products of queries and keys over its root; 0 where it is
 *     the head size
 * @param scoreCap c, where a score s becomes c tanh(s / c); 0 for none
 * @param logitCap c, where a logit z becomes c tanh(z / c); 0 for none
 * @param window how many keys a query may see going back, its own included; 0 for all
 * @param windowed for each layer, whether the window holds there; empty where it does on all
 * @param windowTheta base of the rotary frequencies on layers with a window, which are not
 *     stretched; 0 where it is that of the others
 */
public record Variant(
    Activation activation,
    boolean parallelResidual,
    double queryScalar,
    double scoreCap,
    double logitCap,
    int window,
    List<Boolean> windowed,
    double windowTheta) {

  /**
   * Llama's: SiLU, one after the other, no cap, no window, scores over the root of the head size.
   */
  public static final Variant PLAIN = new Variant(Activation.SILU, false, 0, 0, 0, 0, List.of(), 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative; the message names it as config.json does
   */
  public Variant {
    windowed = List.copyOf(windowed);
    notNegative("query_pre_attn_scalar", queryScalar);
    notNegative("attn_logit_softcapping", scoreCap);
    notNegative("final_logit_softcapping", logitCap);
    notNegative("sliding_window", window);
    notNegative("rope_local_base_freq", windowTheta);
  }

  private static void notNegative(String key, double value) {
    Architecture.require(
        value >= 0 && value < Double.MAX_VALUE, key, value, "a positive number, or 0 for none");
  }

  /** A copy with another function of the MLP. */
  public Variant withActivation(Activation function) {
    return new Variant(
        function, parallelResidual, queryScalar, scoreCap, logitCap, window, windowed, windowTheta);
  }

  /** A copy with attention and MLP side by side, or not. */
  public Variant withParallelResidual(boolean parallel) {
    return new Variant(
        activation, parallel, queryScalar, scoreCap, logitCap, window, windowed, windowTheta);
  }

  /**
   * A copy with scores and logits of another size.
   *
   * @param scalar scores are products over its root; 0 for the head size
   * @param ofScores cap of the scores; 0 for none
   * @param ofLogits cap of the logits; 0 for none
   */
  public Variant withCaps(double scalar, double ofScores, double ofLogits) {
    return new Variant(
        activation, parallelResidual, scalar, ofScores, ofLogits, window, windowed, windowTheta);
  }

  /** A copy with a window of this many keys; 0 for none. */
  public Variant withWindow(int keys) {
    return new Variant(
        activation, parallelResidual, queryScalar, scoreCap, logitCap, keys, windowed, windowTheta);
  }

  /**
   * A copy with the window on some layers.
   *
   * @param layers for each layer, whether it holds there; empty for all
   * @param theta base of the rotary frequencies there; 0 for that of the others
   */
  public Variant withWindowed(List<Boolean> layers, double theta) {
    return new Variant(
        activation, parallelResidual, queryScalar, scoreCap, logitCap, window, layers, theta);
  }

  /** Which kind a layer is of. */
  public LayerKind kind(int layer) {
    boolean hides = window > 0 && (windowed.isEmpty() || windowed.get(layer));
    return hides ? LayerKind.WINDOWED : LayerKind.FULL;
  }
}
