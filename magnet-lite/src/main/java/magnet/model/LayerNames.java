package magnet.model;

/**
 * What the tensors of one decoder layer are called in a checkpoint. A tensor that the family does
 * not have is the empty string.
 *
 * @param inputNorm weight of the norm before attention, {@code [hidden]}
 * @param query {@code [heads * headSize, hidden]}
 * @param key {@code [keyValueHeads * headSize, hidden]}
 * @param value {@code [keyValueHeads * headSize, hidden]}
 * @param queryBias {@code [heads * headSize]}, or empty
 * @param keyBias {@code [keyValueHeads * headSize]}, or empty
 * @param valueBias {@code [keyValueHeads * headSize]}, or empty
 * @param queryNorm weight of the norm on each query head, {@code [headSize]}, or empty
 * @param keyNorm weight of the norm on each key head, {@code [headSize]}, or empty
 * @param output {@code [hidden, heads * headSize]}
 * @param postAttentionNorm weight of the norm before the MLP, {@code [hidden]}
 * @param gate {@code [intermediate, hidden]}
 * @param up {@code [intermediate, hidden]}
 * @param down {@code [hidden, intermediate]}
 */
public record LayerNames(
    String inputNorm,
    String query,
    String key,
    String value,
    String queryBias,
    String keyBias,
    String valueBias,
    String queryNorm,
    String keyNorm,
    String output,
    String postAttentionNorm,
    String gate,
    String up,
    String down) {

  /**
   * The names that Llama uses, and with it most families.
   *
   * @param layer index of the layer, from 0
   * @param biases whether query, key and value have biases
   * @param headNorms whether query and key heads are normed
   */
  static LayerNames llama(int layer, boolean biases, boolean headNorms) {
    String prefix = "model.layers." + layer + ".";
    String attention = prefix + "self_attn.";
    String mlp = prefix + "mlp.";
    return new LayerNames(
        prefix + "input_layernorm.weight",
        attention + "q_proj.weight",
        attention + "k_proj.weight",
        attention + "v_proj.weight",
        biases ? attention + "q_proj.bias" : "",
        biases ? attention + "k_proj.bias" : "",
        biases ? attention + "v_proj.bias" : "",
        headNorms ? attention + "q_norm.weight" : "",
        headNorms ? attention + "k_norm.weight" : "",
        attention + "o_proj.weight",
        prefix + "post_attention_layernorm.weight",
        mlp + "gate_proj.weight",
        mlp + "up_proj.weight",
        mlp + "down_proj.weight");
  }
}
