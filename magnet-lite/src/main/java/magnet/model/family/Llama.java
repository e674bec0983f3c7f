package magnet.model.family;

import magnet.io.KeyedReader;

/** Llama 1 to 3 and the many models built like it (arXiv 2302.13971). */
final class Llama extends DecoderFamily {

  Llama() {
    super("llama", "LlamaForCausalLM", TensorNames.LLAMA);
  }

  @Override
  public Architecture read(KeyedReader config) {
    return new ConfigReader(config, this)
        .idsIfUnsaid(1, 2)
        .refuseFlag("attention_bias", ConfigReader.ATTENTION_BIAS)
        .refuseFlag("mlp_bias", "biases in the MLP")
        .refuseWindow()
        .refuseLayerTypes()
        .read(plain -> plain);
  }
}
