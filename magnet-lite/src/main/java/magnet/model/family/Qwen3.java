package magnet.model.family;

import com.google.gson.JsonObject;
import magnet.io.KeyedReader;

/** Qwen3, dense: Llama with a norm on each query and key head (arXiv 2505.09388). */
final class Qwen3 implements DecoderFamily {

  private static final int HEAD_SIZE_IF_UNSAID = 128; // transformers' default, not hidden / heads

  @Override
  public String modelType() {
    return "qwen3";
  }

  @Override
  public String causalModelClass() {
    return "Qwen3ForCausalLM";
  }

  @Override
  public LayerNames layer() {
    return LayerNames.llama().withHeadNorms();
  }

  @Override
  public Architecture read(KeyedReader config) {
    ConfigReader reader = new ConfigReader(config, this).headSizeIfUnsaid(HEAD_SIZE_IF_UNSAID);
    reader.refuseFlag("attention_bias", "biases on all four attention projections");
    reader.refuseFlag("use_sliding_window", "a sliding window on some of the layers");
    reader.refuseLayerTypes();
    return reader.read(draft -> {});
  }

  @Override
  public void write(Architecture architecture, JsonObject json) {
    DecoderFamily.super.write(architecture, json);
    json.addProperty("attention_bias", false);
    json.addProperty("use_sliding_window", false);
  }
}
