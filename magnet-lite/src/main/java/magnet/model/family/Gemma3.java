package magnet.model.family;

import com.google.gson.JsonObject;
import magnet.io.KeyedReader;

/**
 * Gemma 3, text (arXiv 2503.19786): Gemma 2 with norms on query and key heads, without caps, with
 * five windowed layers to one that sees everything, and rotary positions of their own on these.
 */
final class Gemma3 extends Gemma2 {

  private static final String OF_FULL = "full_attention";
  private static final String OF_WINDOWED = "sliding_attention";
  private static final double THETA_IF_UNSAID = 1e6; // transformers' defaults
  private static final double WINDOW_THETA_IF_UNSAID = 1e4;

  @Override
  public String modelType() {
    return "gemma3_text";
  }

  @Override
  public String causalModelClass() {
    return "Gemma3ForCausalLM";
  }

  @Override
  public LayerNames layer() {
    return super.layer().withHeadNorms();
  }

  @Override
  public Variant possible(Variant variant) {
    return super.possible(variant).withWindowed(variant.windowed(), variant.windowTheta());
  }

  @Override
  public void adopt(ArchitectureDraft draft) {
    super.adopt(draft);
    draft.rope = new Rope(THETA_IF_UNSAID);
    draft.variant = draft.variant.withWindowed(draft.variant.windowed(), WINDOW_THETA_IF_UNSAID);
  }

  @Override
  double scoreCap() {
    return 0;
  }

  @Override
  double logitCap() {
    return 0;
  }

  @Override
  int fullEvery() {
    return 6;
  }

  @Override
  int fullEvery(KeyedReader config) {
    int every = config.whole("sliding_window_pattern").orElse(fullEvery());
    if (every < 1) {
      throw config.unexpected("sliding_window_pattern", "a positive number of layers");
    }
    return every;
  }

  @Override
  ConfigReader reader(KeyedReader config) {
    return super.reader(config).thetaIfUnsaid(THETA_IF_UNSAID).ropeOfKind(OF_FULL);
  }

  @Override
  Variant variant(KeyedReader config, int layers) {
    Variant variant = super.variant(config, layers);
    return variant.withWindowed(variant.windowed(), windowTheta(config));
  }

  private static double windowTheta(KeyedReader config) {
    double said = config.number("rope_local_base_freq").orElse(WINDOW_THETA_IF_UNSAID);
    if (!config.isSection("rope_parameters")
        || !config.neededSection("rope_parameters").isSection(OF_WINDOWED)) {
      return said;
    }
    KeyedReader rope = config.neededSection("rope_parameters").neededSection(OF_WINDOWED);
    if (!rope.text("rope_type").orElse("default").equals("default")) {
      throw rope.unexpected("rope_type", "\"default\" on layers with a window");
    }
    return rope.number("rope_theta").orElse(said);
  }

  @Override
  public void write(Architecture architecture, JsonObject json) {
    super.write(architecture, json);
    json.addProperty("rope_local_base_freq", architecture.rope(LayerKind.WINDOWED).theta());
  }
}
