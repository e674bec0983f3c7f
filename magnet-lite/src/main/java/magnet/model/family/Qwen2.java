package magnet.model.family;

import com.google.gson.JsonObject;
import magnet.io.KeyedReader;

/** Qwen2 and Qwen2.5: Llama with biases on query, key and value (arXiv 2407.10671). */
final class Qwen2 implements DecoderFamily {

  @Override
  public String modelType() {
    return "qwen2";
  }

  @Override
  public String causalModelClass() {
    return "Qwen2ForCausalLM";
  }

  @Override
  public LayerNames layer() {
    return LayerNames.llama()
        .with(
            LayerTensor.QUERY_KEY_VALUE_BIAS,
            "self_attn.q_proj.bias",
            "self_attn.k_proj.bias",
            "self_attn.v_proj.bias");
  }

  @Override
  public Architecture read(KeyedReader config) {
    ConfigReader reader = new ConfigReader(config, this);
    reader.refuseFlag("use_sliding_window", "a sliding window on some of the layers");
    reader.refuseFlag("use_mrope", "rotary positions in several dimensions");
    reader.refuseLayerTypes();
    return reader.read(draft -> {});
  }

  @Override
  public void write(Architecture architecture, JsonObject json) {
    DecoderFamily.super.write(architecture, json);
    json.addProperty("use_sliding_window", false);
  }
}
