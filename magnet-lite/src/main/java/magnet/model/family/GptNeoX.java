package magnet.model.family;

import com.google.gson.JsonObject;
import magnet.io.KeyedReader;
import magnet.kernel.Activation;

/**
 * GPT-NeoX and Pythia (arXiv 2204.06745, 2304.01373): LayerNorm, biases, query, key and value in
 * one matrix head by head, rotary positions on a part of each head, attention and MLP side by side,
 * an output projection of its own.
 */
final class GptNeoX implements LayerNormFamily {

  private static final double SHARE_IF_UNSAID = 0.25; // transformers' default

  @Override
  public String modelType() {
    return "gpt_neox";
  }

  @Override
  public String causalModelClass() {
    return "GPTNeoXForCausalLM";
  }

  @Override
  public boolean interleaved() {
    return true;
  }

  @Override
  public String normEpsilonKey() {
    return "layer_norm_eps";
  }

  @Override
  public String root() {
    return "gpt_neox.";
  }

  @Override
  public String embeddings() {
    return root() + "embed_in.weight";
  }

  @Override
  public String finalNorm() {
    return root() + "final_layer_norm.weight";
  }

  @Override
  public String head() {
    return "embed_out.weight";
  }

  @Override
  public LayerNames layer() {
    return LayerNames.none()
        .withBiased(LayerTensor.INPUT_NORM, "input_layernorm")
        .withBiased(LayerTensor.QUERY_KEY_VALUE, "attention.query_key_value")
        .withBiased(LayerTensor.OUTPUT, "attention.dense")
        .withBiased(LayerTensor.MLP_NORM, "post_attention_layernorm")
        .withBiased(LayerTensor.MLP_IN, "mlp.dense_h_to_4h")
        .withBiased(LayerTensor.MLP_OUT, "mlp.dense_4h_to_h");
  }

  /** Old files hold the causal masks of the layers as well. */
  @Override
  public boolean leavesAside(String name) {
    return name.matches(
        "(gpt_neox\\.)?layers\\.\\d+\\.attention\\.((masked_)?bias|rotary_emb\\.inv_freq)");
  }

  @Override
  public Variant possible(Variant variant) {
    return Variant.PLAIN
        .withActivation(variant.activation())
        .withParallelResidual(variant.parallelResidual());
  }

  @Override
  public void check(Variant variant, Rope rope, boolean plainHeads) {
    LayerNormFamily.super.check(variant, rope, plainHeads);
    Architecture.require(
        rope.share() > 0, "rotary_pct", rope.share(), "above 0 in the family gpt_neox");
  }

  @Override
  public void adopt(ArchitectureDraft draft) {
    draft.rope = new Rope(draft.rope.theta(), draft.rope.scaling(), SHARE_IF_UNSAID);
    draft.keyValueHeads = draft.heads;
    draft.variant = Variant.PLAIN.withActivation(Activation.GELU).withParallelResidual(true);
  }

  @Override
  public Architecture read(KeyedReader config) {
    ConfigReader reader =
        new ConfigReader(config, this)
            .idsIfUnsaid(0, 2)
            .called("rope_theta", "rotary_emb_base")
            .called("partial_rotary_factor", "rotary_pct")
            .shareIfUnsaid(SHARE_IF_UNSAID)
            .activations(Activation.GELU, Activation.GELU_TANH, Activation.SILU);
    if (!config.flag("attention_bias").orElse(true)) {
      throw config.unexpected(
          "attention_bias", "true: attention without biases is not supported; use another");
    }
    if (config.number("hidden_dropout").orElse(0.0) != 0) {
      throw config.unexpected(
          "hidden_dropout", "0, as the base model has no dropout here; set it to 0");
    }
    return reader.read(
        draft ->
            draft.variant =
                draft.variant.withParallelResidual(
                    config.flag("use_parallel_residual").orElse(true)));
  }

  @Override
  public void write(Architecture architecture, JsonObject json) {
    LayerNormFamily.super.write(architecture, json);
    json.remove("head_dim");
    json.remove("num_key_value_heads");
    json.remove("rms_norm_eps");
    json.remove("rope_theta");
    json.addProperty("hidden_act", ConfigWriter.activation(architecture));
    json.addProperty("layer_norm_eps", architecture.normEpsilon());
    json.addProperty("rotary_emb_base", architecture.rope().theta());
    json.addProperty("rotary_pct", architecture.rope().share());
    json.addProperty("use_parallel_residual", architecture.variant().parallelResidual());
    json.addProperty("attention_bias", true);
  }
}
