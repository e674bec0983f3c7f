package magnet.model.family;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import magnet.io.KeyedReader;
import magnet.kernel.Activation;

/**
 * GPT-NeoX and Pythia (arXiv 2204.06745, 2304.01373): LayerNorm, biases, query, key and value in
 * one matrix head by head, rotary positions on a part of each head, attention and MLP side by side,
 * an output projection of its own.
 */
final class GptNeoX extends LayerNormFamily {

  GptNeoX() {
    super(
        "gpt_neox",
        "GPTNeoXForCausalLM",
        new TensorNames(
                "gpt_neox.",
                "gpt_neox.embed_in.weight",
                "",
                "gpt_neox.final_layer_norm.weight",
                "embed_out.weight",
                "gpt_neox.layers.",
                Map.of())
            .withBiased(LayerTensor.INPUT_NORM, "input_layernorm")
            .withBiased(LayerTensor.QUERY_KEY_VALUE, "attention.query_key_value")
            .withBiased(LayerTensor.OUTPUT, "attention.dense")
            .withBiased(LayerTensor.MLP_NORM, "post_attention_layernorm")
            .withBiased(LayerTensor.MLP_IN, "mlp.dense_h_to_4h")
            .withBiased(LayerTensor.MLP_OUT, "mlp.dense_4h_to_h"));
  }

  @Override
  public boolean interleaved() {
    return true;
  }

  @Override
  String normEpsilonKey() {
    return "layer_norm_eps";
  }

  /** Old files hold the causal masks of the layers as well. */
  @Override
  public boolean leavesAside(String name) {
    return name.matches(
        "(gpt_neox\\.)?layers\\.\\d+\\.attention\\.((masked_)?bias|rotary_emb\\.inv_freq)");
  }

  @Override
  Variant possible(Variant variant) {
    return Variant.PLAIN
        .withActivation(variant.activation())
        .withParallelResidual(variant.parallelResidual());
  }

  @Override
  void check(Variant variant, Rope rope, boolean plainHeads) {
    super.check(variant, rope, plainHeads);
    Architecture.require(
        rope.share() > 0, "rotary_pct", rope.share(), "above 0 in the family gpt_neox");
  }

  @Override
  public Architecture read(KeyedReader config) {
    if (!config.flag("attention_bias").orElse(true)) {
      throw config.unexpected(
          "attention_bias", "true: attention without biases is not supported; use another");
    }
    if (config.number("hidden_dropout").orElse(0.0) != 0) {
      throw config.unexpected(
          "hidden_dropout", "0, as the base model has no dropout here; set it to 0");
    }
    boolean parallel = config.flag("use_parallel_residual").orElse(true);
    return new ConfigReader(config, this)
        .called("rope_theta", "rotary_emb_base")
        .called("partial_rotary_factor", "rotary_pct")
        .idsIfUnsaid(0, 2)
        .ifUnsaid("partial_rotary_factor", 0.25) // transformers' default
        .activations(Activation.GELU, Activation.GELU_TANH, Activation.SILU)
        .read(plain -> plain.withParallelResidual(parallel));
  }

  @Override
  void write(Architecture architecture, JsonObject json) {
    super.write(architecture, json);
    for (String other : List.of("head_dim", "num_key_value_heads", "rms_norm_eps", "rope_theta")) {
      json.remove(other);
    }
    json.addProperty("layer_norm_eps", architecture.normEpsilon());
    json.addProperty("rotary_emb_base", architecture.rope().theta());
    json.addProperty("rotary_pct", architecture.rope().share());
    json.addProperty("use_parallel_residual", architecture.variant().parallelResidual());
    json.addProperty("attention_bias", true);
  }
}
