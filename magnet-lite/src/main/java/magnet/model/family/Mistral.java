package magnet.model.family;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import magnet.io.KeyedReader;

/** Mistral 7B and its like: Llama with a sliding window on every layer, if one is set. */
final class Mistral implements DecoderFamily {

  private static final int WINDOW_IF_UNSAID = 4096; // transformers' default when the key is absent

  @Override
  public String modelType() {
    return "mistral";
  }

  @Override
  public String causalModelClass() {
    return "MistralForCausalLM";
  }

  @Override
  public boolean hasSlidingWindow() {
    return true;
  }

  @Override
  public Architecture read(KeyedReader config) {
    ConfigReader reader = new ConfigReader(config, this).idsIfUnsaid(1, 2);
    reader.refuseLayerTypes();
    int window = window(config);
    return reader.read(draft -> draft.variant = draft.variant.withWindow(window));
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
  public void write(Architecture architecture, JsonObject json) {
    DecoderFamily.super.write(architecture, json);
    int window = architecture.slidingWindow();
    json.add("sliding_window", window == 0 ? JsonNull.INSTANCE : new JsonPrimitive(window));
  }
}
