package magnet.model;

import com.google.gson.JsonObject;
import magnet.kernel.Activation;
import magnet.kernel.DecoderTraits;

/**
 * GPT-2 (Radford et al. 2019): learned positions, LayerNorm, biases everywhere, query, key and
 * value in one matrix, an MLP without a gate; matrices are stored as {@code [inputs, outputs]}.
 *
 * <p>Its dropout ({@code attn_pdrop} and others) belongs to its pretraining and is not applied: an
 * adaptation has the dropout of its adapter.
 */
final class Gpt2 implements DecoderFamily {

  private static final int TEXT_END = 50256; // transformers' default
  private static final String PLAIN_HEADS = "neither in the family gpt2";
  private static final int INNER = 4; // times the hidden size, where config.json says nothing

  @Override
  public String modelType() {
    return "gpt2";
  }

  @Override
  public String causalModelClass() {
    return "GPT2LMHeadModel";
  }

  @Override
  public DecoderTraits.Norm norm() {
    return DecoderTraits.Norm.LAYER;
  }

  @Override
  public boolean gated() {
    return false;
  }

  @Override
  public boolean transposed() {
    return true;
  }

  @Override
  public String normEpsilonKey() {
    return "layer_norm_epsilon";
  }

  @Override
  public String root() {
    return "transformer.";
  }

  @Override
  public String embeddings() {
    return root() + "wte.weight";
  }

  @Override
  public String positions() {
    return root() + "wpe.weight";
  }

  @Override
  public String finalNorm() {
    return root() + "ln_f.weight";
  }

  @Override
  public String finalNormBias() {
    return root() + "ln_f.bias";
  }

  @Override
  public String layers() {
    return root() + "h.";
  }

  @Override
  public LayerNames layer() {
    return LayerNames.none()
        .with(LayerTensor.INPUT_NORM, "ln_1.weight")
        .with(LayerTensor.INPUT_NORM_BIAS, "ln_1.bias")
        .with(LayerTensor.QUERY_KEY_VALUE, "attn.c_attn.weight")
        .with(LayerTensor.QUERY_KEY_VALUE_BIAS, "attn.c_attn.bias")
        .with(LayerTensor.OUTPUT, "attn.c_proj.weight")
        .with(LayerTensor.OUTPUT_BIAS, "attn.c_proj.bias")
        .with(LayerTensor.MLP_NORM, "ln_2.weight")
        .with(LayerTensor.MLP_NORM_BIAS, "ln_2.bias")
        .with(LayerTensor.MLP_IN, "mlp.c_fc.weight")
        .with(LayerTensor.MLP_IN_BIAS, "mlp.c_fc.bias")
        .with(LayerTensor.MLP_OUT, "mlp.c_proj.weight")
        .with(LayerTensor.MLP_OUT_BIAS, "mlp.c_proj.bias");
  }

  /** Old files hold the causal masks of the layers as well. */
  @Override
  public boolean leavesAside(String name) {
    return name.matches("(transformer\\.)?h\\.\\d+\\.attn\\.(masked_)?bias");
  }

  @Override
  public Variant possible(Variant variant) {
    return Variant.PLAIN.withActivation(variant.activation());
  }

  @Override
  public void check(Variant variant, Rope rope, boolean plainHeads) {
    DecoderFamily.super.check(variant, new Rope(rope.theta()), plainHeads);
    Architecture.require(
        rope.equals(Rope.NONE), "the rotary position", rope, "Rope.NONE in the family gpt2");
    Architecture.require(
        plainHeads, "the shape of the heads", "grouped, or not hidden_size in all", PLAIN_HEADS);
  }

  @Override
  public void adopt(ArchitectureDraft draft) {
    draft.rope = Rope.NONE;
    draft.keyValueHeads = draft.heads;
    draft.variant = Variant.PLAIN.withActivation(Activation.GELU_TANH);
  }

  @Override
  public Architecture read(JsonFile config) {
    ConfigReader reader =
        new ConfigReader(config, this)
            .idsIfUnsaid(TEXT_END, TEXT_END)
            .tiedIfUnsaid(true)
            .withoutRope()
            .called("hidden_size", "n_embd")
            .called("intermediate_size", "n_inner")
            .called("num_hidden_layers", "n_layer")
            .called("num_attention_heads", "n_head")
            .called("max_position_embeddings", "n_positions")
            .called("hidden_act", "activation_function")
            .intermediateIfUnsaid(INNER)
            .activations(Activation.GELU_TANH, Activation.GELU, Activation.SILU);
    reader.refuseFlag("scale_attn_by_inverse_layer_idx", "a scale of its own for each layer");
    reader.refuseFlag("reorder_and_upcast_attn", "another order of computation");
    reader.refuseFlag("add_cross_attention", "attention to an encoder");
    if (!config.flag("scale_attn_weights", true)) {
      throw config.unexpected(
          "scale_attn_weights", "true: unscaled attention is not supported; use another");
    }
    return reader.read(draft -> {});
  }

  @Override
  public void write(Architecture architecture, JsonObject json) {
    json.addProperty("activation_function", ConfigWriter.activation(architecture));
    json.addProperty("layer_norm_epsilon", architecture.normEpsilon());
    json.addProperty("n_embd", architecture.hiddenSize());
    json.addProperty("n_head", architecture.heads());
    json.addProperty("n_inner", architecture.intermediateSize());
    json.addProperty("n_layer", architecture.layers());
    json.addProperty("n_positions", architecture.maxPositions());
  }
}
