package magnet.model.family;

import com.google.gson.JsonObject;
import java.util.Map;
import magnet.io.KeyedReader;
import magnet.kernel.Activation;

/**
 * GPT-2 (Radford et al. 2019): learned positions, LayerNorm, biases everywhere, query, key and
 * value in one matrix, an MLP without a gate; matrices are stored as {@code [inputs, outputs]}.
 *
 * <p>Its dropout ({@code attn_pdrop} and others) belongs to its pretraining and is not applied: an
 * adaptation has the dropout of its adapter.
 */
final class Gpt2 extends LayerNormFamily {

  private static final int TEXT_END = 50256; // transformers' default
  private static final double INNER = 4; // times the hidden size, where config.json says nothing

  Gpt2() {
    super(
        "gpt2",
        "GPT2LMHeadModel",
        new TensorNames(
                "transformer.",
                "transformer.wte.weight",
                "transformer.wpe.weight",
                "transformer.ln_f.weight",
                "lm_head.weight",
                "transformer.h.",
                Map.of())
            .withBiased(LayerTensor.INPUT_NORM, "ln_1")
            .withBiased(LayerTensor.QUERY_KEY_VALUE, "attn.c_attn")
            .withBiased(LayerTensor.OUTPUT, "attn.c_proj")
            .withBiased(LayerTensor.MLP_NORM, "ln_2")
            .withBiased(LayerTensor.MLP_IN, "mlp.c_fc")
            .withBiased(LayerTensor.MLP_OUT, "mlp.c_proj"));
  }

  @Override
  public boolean transposed() {
    return true;
  }

  @Override
  String normEpsilonKey() {
    return "layer_norm_epsilon";
  }

  /** Old files hold the causal masks of the layers as well. */
  @Override
  public boolean leavesAside(String name) {
    return name.matches("(transformer\\.)?h\\.\\d+\\.attn\\.(masked_)?bias");
  }

  @Override
  Variant possible(Variant variant) {
    return Variant.PLAIN.withActivation(variant.activation());
  }

  @Override
  void check(Variant variant, Rope rope, boolean plainHeads) {
    super.check(variant, rope, plainHeads);
    Architecture.require(
        rope.equals(Rope.NONE), "the rotary position", rope, "Rope.NONE in the family gpt2");
  }

  @Override
  public Architecture read(KeyedReader config) {
    if (!config.flag("scale_attn_weights").orElse(true)) {
      throw config.unexpected(
          "scale_attn_weights", "true: unscaled attention is not supported; use another");
    }
    return new ConfigReader(config, this)
        .called("hidden_size", "n_embd")
        .called("intermediate_size", "n_inner")
        .called("num_hidden_layers", "n_layer")
        .called("num_attention_heads", "n_head")
        .called("max_position_embeddings", "n_positions")
        .called("hidden_act", "activation_function")
        .idsIfUnsaid(TEXT_END, TEXT_END)
        .ifUnsaid("intermediate_size", INNER * config.neededWhole("n_embd"))
        .tiedIfUnsaid()
        .activations(Activation.GELU_TANH, Activation.GELU, Activation.SILU)
        .refuseFlag("scale_attn_by_inverse_layer_idx", "a scale of its own for each layer")
        .refuseFlag("reorder_and_upcast_attn", "another order of computation")
        .refuseFlag("add_cross_attention", "attention to an encoder")
        .read(plain -> plain);
  }

  @Override
  void write(Architecture architecture, JsonObject json) {
    json.addProperty("activation_function", ConfigWriter.activation(architecture));
    json.addProperty("layer_norm_epsilon", architecture.normEpsilon());
    json.addProperty("n_embd", architecture.hiddenSize());
    json.addProperty("n_head", architecture.heads());
    json.addProperty("n_inner", architecture.intermediateSize());
    json.addProperty("n_layer", architecture.layers());
    json.addProperty("n_positions", architecture.maxPositions());
  }
}
