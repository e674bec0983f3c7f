package magnet.model.family;

import com.google.gson.JsonObject;
import magnet.io.KeyedReader;

/** Qwen2 and Qwen2.5: Llama with biases on query, key and value (arXiv 2407.10671). */
final class Qwen2 extends DecoderFamily {

  Qwen2() {
    super(
        "qwen2",
        "Qwen2ForCausalLM",
        TensorNames.LLAMA.with(
            LayerTensor.QUERY_KEY_VALUE_BIAS,
            "self_attn.q_proj.bias",
            "self_attn.k_proj.bias",
            "self_attn.v_proj.bias"));
  }

  @Override
  public Architecture read(KeyedReader config) {
    return new ConfigReader(config, this)
        .refuseFlag("use_sliding_window", ConfigReader.SOME_WINDOWS)
        .refuseFlag("use_mrope", "rotary positions in several dimensions")
        .refuseLayerTypes()
        .read(plain -> plain);
  }

  @Override
  void write(Architecture architecture, JsonObject json) {
    super.write(architecture, json);
    json.addProperty("use_sliding_window", false);
  }
}
