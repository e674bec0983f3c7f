package magnet.model.family;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the tensors of a layer are called in a checkpoint, after the layer's prefix.
 *
 * @param names for each tensor that the family has, the names that are stacked there, in order
 */
public record LayerNames(Map<LayerTensor, List<String>> names) {

  /** No names yet. */
  static LayerNames none() {
    return new LayerNames(Map.of());
  }

  /** The names that Llama uses, and with it most families. */
  static LayerNames llama() {
    return new LayerNames(
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
  }

  /** A copy with one more, or with another name for one. */
  LayerNames with(LayerTensor tensor, String... called) {
    Map<LayerTensor, List<String>> all = new EnumMap<>(LayerTensor.class);
    all.putAll(names);
    all.put(tensor, List.of(called));
    return new LayerNames(all);
  }

  /** A copy with one more that has a bias, each called as its module says. */
  LayerNames withBiased(LayerTensor tensor, String module) {
    LayerTensor bias = LayerTensor.valueOf(tensor.name() + LayerTensor.BIAS);
    return with(tensor, module + ".weight").with(bias, module + ".bias");
  }

  /** A copy with norms on each query and key head. */
  LayerNames withHeadNorms() {
    return with(LayerTensor.QUERY_NORM, "self_attn.q_norm.weight")
        .with(LayerTensor.KEY_NORM, "self_attn.k_norm.weight");
  }

  /** The names of one tensor; empty where the family has none. */
  public List<String> of(LayerTensor tensor) {
    return names.getOrDefault(tensor, List.of());
  }
}
