package magnet.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the decoder kernel must know of a model besides its weights. A kernel is made for its
 * traits: what a family does not have costs it nothing.
 *
 * @param layers number of blocks
 * @param attention the shape of attention
 * @param norm the kind of norm
 * @param normEpsilon its epsilon
 * @param mlp the form of the MLP
 * @param parallel whether attention and MLP read the same state and are added together, else the
 *     MLP reads what attention gave
 * @param embeddingScale what token embeddings are multiplied by; 1 for nothing
 * @param logitCap c, where logits z become c tanh(z / c); 0 for none
 * @param kinds for each layer, its place in the lists of masks and rotary tables
 */
public record DecoderTraits(
    int layers,
    Attention attention,
    Norm norm,
    double normEpsilon,
    Mlp mlp,
    boolean parallel,
    double embeddingScale,
    double logitCap,
    List<Integer> kinds) {

  /** The kinds of norm. */
  public enum Norm {
    /** RMSNorm: x / rms(x) * weight (arXiv 1910.07467). */
    RMS,
    /** RMSNorm with weights that are stored less 1: x / rms(x) * (1 + weight). */
    RMS_OFFSET,
    /** LayerNorm with weight and bias (arXiv 1607.06450). */
    LAYER
  }

  /**
   * The shape of attention.
   *
   * @param heads number of query heads
   * @param keyValueHeads number of key and value heads; divides {@code heads}
   * @param headSize size of one head
   * @param rotated how many components of a head rotary positions turn; 0 for none
   * @param scale what products of queries and keys are multiplied by
   * @param scoreCap c, where scores s become c tanh(s / c) before the mask; 0 for none
   * @param projections how many matrices of a checkpoint make the one of q, k, v: 3 or 1
   * @param interleaved whether the rows of q, k and v follow one another head by head
   */
  public record Attention(
      int heads,
      int keyValueHeads,
      int headSize,
      int rotated,
      double scale,
      double scoreCap,
      int projections,
      boolean interleaved) {}

  /**
   * The form of the MLP.
   *
   * @param activation its function
   * @param gated whether the first matrix is gate and up, and the activated gate multiplies up
   */
  public record Mlp(Activation activation, boolean gated) {}

  /** Copies the list. */
  public DecoderTraits {
    kinds = List.copyOf(kinds);
  }

  Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("layers", layers);
    attributes.put("heads", attention.heads());
    attributes.put("key_value_heads", attention.keyValueHeads());
    attributes.put("head_size", attention.headSize());
    attributes.put("rotated", attention.rotated());
    attributes.put("attention_scale", attention.scale());
    attributes.put("score_cap", attention.scoreCap());
    attributes.put("interleaved", attention.interleaved());
    attributes.put("layer_norm", norm == Norm.LAYER);
    attributes.put("norm_offset", norm == Norm.RMS_OFFSET);
    attributes.put("norm_epsilon", normEpsilon);
    attributes.put("activation", mlp.activation().code);
    attributes.put("gated", mlp.gated());
    attributes.put("parallel", parallel);
    attributes.put("embedding_scale", embeddingScale);
    attributes.put("logit_cap", logitCap);
    attributes.put("kinds", kinds);
    attributes.put("stacked", List.of(attention.projections(), 1, mlp.gated() ? 2 : 1, 1));
    attributes.putAll(Kernel.ELEMENT_TYPES);
    return attributes;
  }
}
