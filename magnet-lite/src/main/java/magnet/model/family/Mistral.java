package magnet.model.family;

import com.google.gson.JsonObject;
import magnet.io.KeyedReader;

/** Mistral 7B and its like: Llama with a sliding window on every layer, if one is set. */
final class Mistral extends DecoderFamily {

  private static final int WINDOW_IF_UNSAID = 4096; // transformers' default when the key is absent

  Mistral() {
    super("mistral", "MistralForCausalLM", TensorNames.LLAMA);
  }

  @Override
  public boolean hasSlidingWindow() {
    return true;
  }

  @Override
  public Architecture read(KeyedReader config) {
    return new ConfigReader(config, this)
        .idsIfUnsaid(1, 2)
        .refuseLayerTypes()
        .read(plain -> plain.withWindow(window(config)));
  }

  private static int window(KeyedReader config) {
    if (!config.contains("sliding_window")) {
      return WINDOW_IF_UNSAID;
    }
    int window = config.whole("sliding_window").orElse(0);
    if (config.has("sliding_window") && window < 1) {
      throw config.unexpected("sliding_window", "a positive number of tokens, or null for none");
    }
    return window;
  }

  @Override
  void write(Architecture architecture, JsonObject json) {
    super.write(architecture, json);
    ConfigWriter.writeWindow(architecture, json);
  }
}
