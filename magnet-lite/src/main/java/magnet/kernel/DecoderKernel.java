package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The decoder-only transformer: whole passes through all its layers, each one native call. Weight
 * lists and shapes are those of {@code decoder.torchscript}.
 *
 * <p>Not closed by its users: it lives as long as the manager that it was made with.
 */
public final class DecoderKernel {

  /**
   * How scores become attention: all choices are exact and differ in speed only. Capped scores are
   * always computed plainly, as the fused operation has no cap.
   */
  public enum Attention {
    /** The faster one for the device and element type. */
    FASTEST(0),
    /** PyTorch's fused scaled dot-product attention. */
    FUSED(1),
    /** Matrix products and a softmax. */
    PLAIN(2),
    /**
     * Text by text without a mask: two calls of PyTorch's flash attention on a GPU; on a CPU, one
     * text after another. Texts with branches have a mask all the same.
     */
    BY_TEXT(3);

    /** What the kernel calls it. */
    private final int code;

    Attention(int code) {
      this.code = code;
    }
  }

  /**
   * Rows of tokens and which token may see which.
   *
   * @param tokens int64 {@code [rows, tokens]}
   * @param positions int64 {@code [rows or 1, tokens]}
   * @param masks bool {@code [rows, tokens, tokens]}, true where a query (second axis) may attend
   *     to a key (third): one for each kind of layer, or one for all; an empty array where every
   *     key is seen or {@code causal} says all
   * @param texts what {@link MaskKernel#byText} gave and the window of each kind of layer, on the
   *     CPU: 0 for none, -1 where the kind has a mask; or one empty array: all have masks
   * @param causal whether each query sees the keys up to itself where the mask is empty
   */
  public record Rows(
      NDArray tokens,
      NDArray positions,
      List<NDArray> masks,
      List<NDArray> texts,
      boolean causal) {}

  /**
   * What is read after the last layer, which is computed for these tokens only.
   *
   * @param select int64 {@code [rows, S]}: places in each row, 0 where a row has fewer than S; or
   *     empty: everything is read
   * @param pick int64 {@code [M]}: which of the rows * S are meant; or empty
   */
  public record Reading(NDArray select, NDArray pick) {}

  /**
   * Which of LoRA's input elements a training pass drops: a pass with the same share and seed drops
   * the same.
   *
   * @param share of the elements, in [0, 1)
   * @param seed where the random numbers of the first layer begin; the next layer's at one more
   */
  public record Dropout(double share, int seed) {

    /** Nothing is dropped. */
    public static final Dropout NONE = new Dropout(0, 0);
  }

  /**
   * The weights of a pass.
   *
   * @param base embeddings, learned positions, final norm and its bias, head, and sixteen tensors a
   *     layer; empty ones where the model has none
   * @param scales what the codes of quantised matrices are multiplied by (the head's, then those of
   *     four matrices a layer), or one empty tensor
   * @param lora stacked LoRA factors (see {@link #stackLora}), or one empty tensor
   * @param cos cosines of the rotary embedding {@code [positions, rotated]} in the weights' type,
   *     for each kind of layer; the second half repeats the first
   * @param sin sines, likewise; negative in the first half
   */
  public record Weights(
      List<NDArray> base,
      List<NDArray> scales,
      List<NDArray> lora,
      List<NDArray> cos,
      List<NDArray> sin) {}

  /**
   * A cache of keys and values.
   *
   * @param keys {@code [rows, key-value heads, capacity, head size]} for each layer; written in
   *     place
   * @param values likewise
   */
  public record Cache(List<NDArray> keys, List<NDArray> values) {}

  /** A pass through all layers: what goes in, what is wanted, and how it is computed. */
  public record Pass(
      Rows rows, Reading reading, Weights weights, Attention attention, Dropout dropout) {

    private Object[] arguments() {
      return new Object[] {
        rows.tokens,
        rows.positions,
        weights.cos,
        weights.sin,
        rows.masks,
        rows.texts,
        reading.select,
        reading.pick,
        rows.causal,
        attention.code,
        dropout.share,
        dropout.seed,
        weights.base,
        weights.scales,
        weights.lora
      };
    }
  }

  private final Kernel kernel;

  /**
   * Loads the kernel for one model.
   *
   * @param manager owns it; its device is the device of the passes
   * @param traits of the model: what {@code decoder.torchscript} reads as {@code self.name}, but
   *     for element types. A kernel is made for them: what a family does not have costs it nothing.
   */
  public DecoderKernel(NDManager manager, Map<String, Object> traits) {
    kernel = new Kernel(manager, "decoder", archive(traits));
  }

  /** The kernel's TorchScript archive, for use outside the JVM. */
  public static byte[] archive(Map<String, Object> traits) {
    Map<String, Object> attributes = new LinkedHashMap<>(traits);
    attributes.putAll(Kernel.ELEMENT_TYPES);
    return TorchScriptArchive.of(
        attributes,
        "decoder.torchscript",
        "decoder-texts.torchscript",
        "decoder-recompute.torchscript");
  }

  /**
   * All tokens through all layers.
   *
   * @param train whether gradients flow to the weights that want them
   * @return hidden states after the final norm, in the weights' type: {@code [rows, tokens,
   *     hidden]}, or {@code [M, hidden]} where tokens to be read are named
   */
  public NDArray forward(NDManager scope, Pass pass, boolean train) {
    Object[] arguments = pass.arguments();
    NDList result =
        train
            ? kernel.train(scope, "forward", arguments)
            : kernel.infer(scope, "forward", arguments);
    return result.get(0);
  }

  /**
   * A training pass that keeps only what enters each layer; a layer is computed once more for its
   * gradients. On a CPU all numbers are those of {@link #forward} and of its backward pass.
   *
   * <p>What it is made of and its arguments must stay as they are until {@link #objective} is done.
   */
  public final class KeptPass {

    private final Pass pass;
    private final NDList kept;

    private KeptPass(NDManager scope, Pass pass) {
      this.pass = pass;
      kept = kernel.train(scope, "kept_pass", pass.arguments());
    }

    /** What {@link #forward} gives; losses are computed from it. */
    public NDArray hidden() {
      return kept.get(0);
    }

    /**
     * The backward pass through the layers.
     *
     * @param total a scalar that was computed from {@link #hidden}, float32
     * @return a scalar to call backward on in place of {@code total}: its gradients are those that
     *     {@code total} would have had with {@link #forward}; its value means nothing
     */
    public NDArray objective(NDManager scope, NDArray total) {
      Stream<Object> before = Stream.of(total, hidden(), kept.get(1), kept.get(2));
      Object[] arguments = Stream.concat(before, Stream.of(pass.arguments())).toArray();
      return kernel.train(scope, "kept_backward", arguments).get(0);
    }
  }

  /** All tokens through all layers, for training with less memory; {@code scope} owns the pass. */
  public KeptPass keptPass(NDManager scope, Pass pass) {
    return new KeptPass(scope, pass);
  }

  /**
   * Every state of the residual stream.
   *
   * @return float32 {@code [rows, tokens, hidden]} each: the embeddings, the output of each block,
   *     and last that of the final norm
   */
  public NDList states(NDManager scope, Rows rows, Weights weights, Attention attention) {
    return kernel.infer(
        scope,
        "states",
        rows.tokens,
        rows.positions,
        weights.cos,
        weights.sin,
        rows.masks,
        rows.texts,
        rows.causal,
        attention.code,
        weights.base,
        weights.scales,
        weights.lora);
  }

  /**
   * One more piece of text: its keys and values go to the cache from slot {@code start} on, and it
   * attends to what the cache then holds.
   *
   * @param rows the piece; masks are bool {@code [rows, tokens, start + tokens]}; {@code causal}
   *     only with an empty cache
   * @param firsts for each kind of layer, the first slot that a single token sees; 0 for all and
   *     for longer pieces
   * @param read int64 {@code [K]}: the tokens of the piece whose logits are wanted
   * @return logits, float32 {@code [rows, K, vocabulary]}
   */
  public NDArray extend(
      NDManager scope,
      Rows rows,
      int start,
      int[] firsts,
      NDArray read,
      Weights weights,
      Cache cache,
      Attention attention) {
    return kernel
        .infer(
            scope,
            "extend",
            rows.tokens,
            rows.positions,
            weights.cos,
            weights.sin,
            rows.masks,
            start,
            firsts,
            rows.causal,
            read,
            attention.code,
            weights.base,
            weights.scales,
            weights.lora,
            cache.keys,
            cache.values)
        .get(0);
  }

  /** Runs PyTorch's flash attention once; where it is not, the engine throws. */
  public void tryFlash(NDManager scope, NDArray like) {
    kernel.train(scope, "try_flash", like);
  }

  /** Logits of hidden states after the final norm: float32 {@code [.., vocabulary]}. */
  public NDArray head(NDManager scope, NDArray hidden, Weights weights) {
    return kernel.infer(scope, "head", hidden, weights.base, weights.scales).get(0);
  }

  /**
   * How likely one token is at each of some hidden states.
   *
   * @param hidden {@code [M, hidden]} after the final norm
   * @param targets int64 {@code [M]}
   * @param chunk rows of logits that are held at a time
   * @return natural logarithms of probabilities, float32 {@code [M]}
   */
  public NDArray logLikelihood(
      NDManager scope, NDArray hidden, NDArray targets, int chunk, Weights weights) {
    return kernel
        .infer(scope, "log_likelihood", hidden, targets, chunk, weights.base, weights.scales)
        .get(0);
  }

  /**
   * LoRA factors as the passes take them: cast to the weights' type, those of stacked matrices
   * stacked, the scale taken in.
   *
   * @param factors A and B of every projection of each layer, in the order of the weights; rank 0
   *     where not adapted
   * @param scale alpha / rank
   * @param like a tensor of the type to cast to
   * @param train whether gradients flow to the factors
   * @return A and B of q,k,v; output; gate,up; down for each layer
   */
  public NDList stackLora(
      NDManager scope, List<NDArray> factors, double scale, NDArray like, boolean train) {
    return train
        ? kernel.train(scope, "stack_lora", factors, scale, like)
        : kernel.infer(scope, "stack_lora", factors, scale, like);
  }
}
