package magnet.model.family;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the tensors of a family are called in a checkpoint.
 *
 * @param root what all names begin with but that of the head; old files may lack it
 * @param embeddings the token embeddings, {@code [vocabulary, hidden]}
 * @param positions the learned positions, {@code [positions, hidden]}; empty if there are none
 * @param finalNorm the weight of the last norm, {@code [hidden]}
 * @param head the output projection, {@code [vocabulary, hidden]}; not in a file if tied
 * @param layers what the names of a layer's tensors begin with, up to the number of the layer
 * @param ofLayer for each tensor that a layer has, the names that are stacked there, in order,
 *     after the layer's number
 */
public record TensorNames(
    String root,
    String embeddings,
    String positions,
    String finalNorm,
    String head,
    String layers,
    Map<LayerTensor, List<String>> ofLayer) {

  /** The names that Llama uses, and with it most families. */
  static final TensorNames LLAMA =
      new TensorNames(
          "model.",
          "model.embed_tokens.weight",
          "",
          "model.norm.weight",
          "lm_head.weight",
          "model.layers.",
          Map.of(
              LayerTensor.INPUT_NORM,
              List.of("input_layernorm.weight"),
              LayerTensor.QUERY_KEY_VALUE,
              List.of(
                  "self_attn.q_proj.weight", "self_attn.k_proj.weight", "self_attn.v_proj.weight"),
              LayerTensor.OUTPUT,
              List.of("self_attn.o_proj.weight"),
              LayerTensor.MLP_NORM,
              List.of("post_attention_layernorm.weight"),
              LayerTensor.MLP_IN,
              List.of("mlp.gate_proj.weight", "mlp.up_proj.weight"),
              LayerTensor.MLP_OUT,
              List.of("mlp.down_proj.weight")));

  /** A copy with one more tensor of a layer, or with another name for one. */
  TensorNames with(LayerTensor tensor, String... called) {
    Map<LayerTensor, List<String>> all = new EnumMap<>(LayerTensor.class);
    all.putAll(ofLayer);
    all.put(tensor, List.of(called));
    return new TensorNames(root, embeddings, positions, finalNorm, head, layers, all);
  }

  /** A copy with one more that has a bias, each called as its module says. */
  TensorNames withBiased(LayerTensor tensor, String module) {
    LayerTensor bias = LayerTensor.valueOf(tensor.name() + LayerTensor.BIAS);
    return with(tensor, module + ".weight").with(bias, module + ".bias");
  }

  /** A copy with norms on each query and key head. */
  TensorNames withHeadNorms() {
    return with(LayerTensor.QUERY_NORM, "self_attn.q_norm.weight")
        .with(LayerTensor.KEY_NORM, "self_attn.k_norm.weight");
  }

  /** The names of one tensor of a layer; empty where the family has none. */
  public List<String> of(LayerTensor tensor) {
    return ofLayer.getOrDefault(tensor, List.of());
  }
}
