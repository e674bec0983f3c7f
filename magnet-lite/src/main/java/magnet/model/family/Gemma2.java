package magnet.model.family;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.stream.IntStream;
import magnet.io.KeyedReader;
import magnet.kernel.Activation;
import magnet.kernel.DecoderTraits;

/**
 * Gemma 2 (arXiv 2408.00118): embeddings times the root of the hidden size, norms before and after
 * attention and MLP with weights stored less one, capped scores and logits, a sliding window on
 * every other layer, an attention scale of its own, GELU.
 */
class Gemma2 implements DecoderFamily {

  private static final String WINDOWED = "sliding_attention";
  private static final String FULL = "full_attention";
  private static final int HEAD_SIZE_IF_UNSAID = 256; // transformers' defaults
  private static final int WINDOW_IF_UNSAID = 4096;
  private static final int SCALAR_IF_UNSAID = 256;

  @Override
  public String modelType() {
    return "gemma2";
  }

  @Override
  public String causalModelClass() {
    return "Gemma2ForCausalLM";
  }

  @Override
  public DecoderTraits.Norm norm() {
    return DecoderTraits.Norm.RMS_OFFSET;
  }

  @Override
  public boolean hasSlidingWindow() {
    return true;
  }

  @Override
  public double embeddingScale(Architecture of) {
    return Math.sqrt(of.hiddenSize());
  }

  @Override
  public LayerNames layer() {
    return LayerNames.llama()
        .with(LayerTensor.AFTER_ATTENTION_NORM, "post_attention_layernorm.weight")
        .with(LayerTensor.MLP_NORM, "pre_feedforward_layernorm.weight")
        .with(LayerTensor.AFTER_MLP_NORM, "post_feedforward_layernorm.weight");
  }

  @Override
  public Variant possible(Variant variant) {
    return variant
        .withActivation(Activation.GELU_TANH)
        .withParallelResidual(false)
        .withWindowed(variant.windowed(), 0);
  }

  @Override
  public void adopt(ArchitectureDraft draft) {
    DecoderFamily.super.adopt(draft);
    draft.variant =
        Variant.PLAIN
            .withActivation(Activation.GELU_TANH)
            .withCaps(draft.headSize, scoreCap(), logitCap())
            .withWindow(WINDOW_IF_UNSAID)
            .withWindowed(everyOther(fullEvery(), draft.layers), 0);
  }

  /** Cap of the scores where config.json says none; 0 for none. */
  double scoreCap() {
    return 50;
  }

  /** Cap of the logits where config.json says none; 0 for none. */
  double logitCap() {
    return 30;
  }

  /** Every how many layers one has no window, where config.json says nothing of it. */
  int fullEvery() {
    return 2;
  }

  /** Every how many layers one has no window, where config.json does not say layer by layer. */
  int fullEvery(KeyedReader config) {
    return fullEvery();
  }

  @Override
  public Architecture read(KeyedReader config) {
    return reader(config).read(draft -> draft.variant = variant(config, draft.layers));
  }

  ConfigReader reader(KeyedReader config) {
    ConfigReader reader =
        new ConfigReader(config, this)
            .idsIfUnsaid(2, 1)
            .tiedIfUnsaid(true)
            .headSizeIfUnsaid(HEAD_SIZE_IF_UNSAID)
            .called("hidden_act", "hidden_activation")
            .activations(Activation.GELU_TANH);
    reader.refuseFlag("attention_bias", "biases on all four attention projections");
    reader.refuseFlag("use_bidirectional_attention", "a decoder that was made an encoder");
    return reader;
  }

  /** What config.json says of caps and windows. */
  Variant variant(KeyedReader config, int layers) {
    List<Boolean> windowed = windowed(config, layers);
    return Variant.PLAIN
        .withActivation(Activation.GELU_TANH)
        .withCaps(
            config.number("query_pre_attn_scalar").orElse((double) SCALAR_IF_UNSAID),
            cap(config, "attn_logit_softcapping", scoreCap()),
            cap(config, "final_logit_softcapping", logitCap()))
        .withWindow(windowed.contains(true) ? window(config) : 0)
        .withWindowed(windowed, 0);
  }

  private static int window(KeyedReader config) {
    if (config.contains("sliding_window") && !config.has("sliding_window")) {
      throw config.unexpected("sliding_window", "a number of tokens, as some layers have a window");
    }
    int window = config.whole("sliding_window").orElse(WINDOW_IF_UNSAID);
    if (window < 1) {
      throw config.unexpected("sliding_window", "a positive number of tokens");
    }
    return window;
  }

  private static double cap(KeyedReader config, String key, double ifUnsaid) {
    return config.number(key).orElse(config.contains(key) ? 0 : ifUnsaid); // null means none
  }

  private List<Boolean> windowed(KeyedReader config, int layers) {
    List<String> kinds = config.texts("layer_types").orElse(List.of());
    if (kinds.isEmpty()) {
      return everyOther(fullEvery(config), layers);
    }
    if (kinds.size() != layers || !List.of(FULL, WINDOWED).containsAll(kinds)) {
      throw config.unexpected(
          "layer_types",
          "\"" + FULL + "\" or \"" + WINDOWED + "\" for each of the " + layers + " layers");
    }
    return kinds.stream().map(WINDOWED::equals).toList();
  }

  private static List<Boolean> everyOther(int fullEvery, int layers) {
    return IntStream.range(0, layers).mapToObj(i -> (i + 1) % fullEvery != 0).toList();
  }

  @Override
  public void write(Architecture architecture, JsonObject json) {
    DecoderFamily.super.write(architecture, json);
    Variant variant = architecture.variant();
    json.remove("hidden_act");
    json.addProperty("hidden_activation", variant.activation().names().get(0));
    json.addProperty("attention_bias", false);
    double scalar = variant.queryScalar() > 0 ? variant.queryScalar() : architecture.headSize();
    // transformers 5 takes a whole number only where it is written as one
    json.addProperty(
        "query_pre_attn_scalar",
        scalar == Math.rint(scalar) ? (Number) Math.round(scalar) : scalar);
    json.add("attn_logit_softcapping", capOf(variant.scoreCap()));
    json.add("final_logit_softcapping", capOf(variant.logitCap()));
    json.add(
        "sliding_window",
        variant.window() == 0 ? JsonNull.INSTANCE : new JsonPrimitive(variant.window()));
    JsonArray kinds = new JsonArray();
    for (int i = 0; i < architecture.layers(); i++) {
      kinds.add(variant.kind(i) == LayerKind.WINDOWED ? WINDOWED : FULL);
    }
    json.add("layer_types", kinds);
  }

  private static JsonElement capOf(double cap) {
    return cap == 0 ? JsonNull.INSTANCE : new JsonPrimitive(cap);
  }
}
