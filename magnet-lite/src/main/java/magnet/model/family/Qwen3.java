package magnet.model.family;

import com.google.gson.JsonObject;
import magnet.io.KeyedReader;

/** Qwen3, dense: Llama with a norm on each query and key head (arXiv 2505.09388). */
final class Qwen3 extends DecoderFamily {

  Qwen3() {
    super("qwen3", "Qwen3ForCausalLM", TensorNames.LLAMA.withHeadNorms());
  }

  @Override
  public Architecture read(KeyedReader config) {
    return new ConfigReader(config, this)
        .ifUnsaid("head_dim", 128) // transformers' default, not hidden / heads
        .refuseFlag("attention_bias", ConfigReader.ATTENTION_BIAS)
        .refuseFlag("use_sliding_window", ConfigReader.SOME_WINDOWS)
        .refuseLayerTypes()
        .read(plain -> plain);
  }

  @Override
  void write(Architecture architecture, JsonObject json) {
    super.write(architecture, json);
    json.addProperty("attention_bias", false);
    json.addProperty("use_sliding_window", false);
  }
}
