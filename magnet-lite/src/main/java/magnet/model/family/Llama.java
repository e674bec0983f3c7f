package magnet.model.family;

import magnet.io.KeyedReader;

/** Llama 1 to 3 and the many models built like it (arXiv 2302.13971). */
public final class Llama implements DecoderFamily {

  @Override
  public String modelType() {
    return "llama";
  }

  @Override
  public String causalModelClass() {
    return "LlamaForCausalLM";
  }

  @Override
  public Architecture read(KeyedReader config) {
    ConfigReader reader = new ConfigReader(config, this).idsIfUnsaid(1, 2);
    reader.refuseFlag("attention_bias", "biases on all four attention projections");
    reader.refuseFlag("mlp_bias", "biases in the MLP");
    reader.refuseWindow();
    reader.refuseLayerTypes();
    return reader.read(draft -> {});
  }
}
