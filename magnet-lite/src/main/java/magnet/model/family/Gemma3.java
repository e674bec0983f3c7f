package magnet.model.family;

import com.google.gson.JsonObject;
import magnet.io.KeyedReader;

/**
 * Gemma 3, text (arXiv 2503.19786): Gemma 2 with norms on query and key heads, without caps, with
 * five windowed layers to one that sees everything, and rotary positions of their own on these.
 */
final class Gemma3 extends Gemma2 {

  private static final double THETA_IF_UNSAID = 1e6; // transformers' defaults
  private static final double WINDOW_THETA_IF_UNSAID = 1e4;
  private static final int FULL_EVERY_IF_UNSAID = 6;

  Gemma3() {
    super("gemma3_text", "Gemma3ForCausalLM", NAMES.withHeadNorms(), 0, 0);
  }

  @Override
  Variant possible(Variant variant) {
    return super.possible(variant).withWindowed(variant.windowed(), variant.windowTheta());
  }

  @Override
  int fullEvery(KeyedReader config) {
    int every = config.whole("sliding_window_pattern").orElse(FULL_EVERY_IF_UNSAID);
    if (every < 1) {
      throw config.unexpected("sliding_window_pattern", "a positive number of layers");
    }
    return every;
  }

  @Override
  ConfigReader reader(KeyedReader config) {
    return super.reader(config).ifUnsaid("rope_theta", THETA_IF_UNSAID).ropeOfKind(FULL);
  }

  @Override
  double windowTheta(KeyedReader config) {
    double said = config.number("rope_local_base_freq").orElse(WINDOW_THETA_IF_UNSAID);
    if (!config.isSection("rope_parameters")
        || !config.neededSection("rope_parameters").isSection(WINDOWED)) {
      return said;
    }
    KeyedReader rope = config.neededSection("rope_parameters").neededSection(WINDOWED);
    if (!rope.text("rope_type").orElse("default").equals("default")) {
      throw rope.unexpected("rope_type", "\"default\" on layers with a window");
    }
    return rope.number("rope_theta").orElse(said);
  }

  @Override
  void write(Architecture architecture, JsonObject json) {
    super.write(architecture, json);
    json.addProperty("rope_local_base_freq", architecture.rope(LayerKind.WINDOWED).theta());
  }
}
