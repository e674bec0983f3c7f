package magnet.model.family;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import magnet.io.KeyedReader;
import magnet.kernel.Activation;

/**
 * Gemma 2 (arXiv 2408.00118): embeddings times the root of the hidden size, norms before and after
 * attention and MLP with weights stored less one, capped scores and logits, a sliding window on
 * every other layer, an attention scale of its own, GELU.
 */
class Gemma2 extends DecoderFamily {

  static final String WINDOWED = "sliding_attention";
  static final String FULL = "full_attention";

  static final TensorNames NAMES =
      TensorNames.LLAMA
          .with(LayerTensor.AFTER_ATTENTION_NORM, "post_attention_layernorm.weight")
          .with(LayerTensor.MLP_NORM, "pre_feedforward_layernorm.weight")
          .with(LayerTensor.AFTER_MLP_NORM, "post_feedforward_layernorm.weight");

  private static final int HEAD_SIZE_IF_UNSAID = 256; // transformers' defaults
  private static final int WINDOW_IF_UNSAID = 4096;
  private static final double SCALAR_IF_UNSAID = 256;

  private final double scoreCapIfUnsaid;
  private final double logitCapIfUnsaid;

  Gemma2() {
    this("gemma2", "Gemma2ForCausalLM", NAMES, 50, 30);
  }

  /** A family like it; caps are where config.json says none, 0 for none. */
  Gemma2(
      String modelType,
      String causalModelClass,
      TensorNames names,
      double scoreCapIfUnsaid,
      double logitCapIfUnsaid) {
    super(modelType, causalModelClass, names);
    this.scoreCapIfUnsaid = scoreCapIfUnsaid;
    this.logitCapIfUnsaid = logitCapIfUnsaid;
  }

  @Override
  public Norm norm() {
    return Norm.RMS_OFFSET;
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
  Variant possible(Variant variant) {
    return variant
        .withActivation(Activation.GELU_TANH)
        .withParallelResidual(false)
        .withWindowed(variant.windowed(), 0);
  }

  /** Every how many layers one has no window, where config.json does not say layer by layer. */
  int fullEvery(KeyedReader config) {
    return 2;
  }

  /** Base of the rotary frequencies on layers with a window; 0 for that of the others. */
  double windowTheta(KeyedReader config) {
    return 0;
  }

  @Override
  public Architecture read(KeyedReader config) {
    return reader(config)
        .read(plain -> variant(config, plain, config.neededWhole("num_hidden_layers")));
  }

  ConfigReader reader(KeyedReader config) {
    return new ConfigReader(config, this)
        .called("hidden_act", "hidden_activation")
        .idsIfUnsaid(2, 1)
        .ifUnsaid("head_dim", HEAD_SIZE_IF_UNSAID)
        .tiedIfUnsaid()
        .activations(Activation.GELU_TANH)
        .refuseFlag("attention_bias", ConfigReader.ATTENTION_BIAS)
        .refuseFlag("use_bidirectional_attention", "a decoder that was made an encoder");
  }

  /** What config.json says of caps and windows. */
  private Variant variant(KeyedReader config, Variant plain, int layers) {
    List<Boolean> windowed = windowed(config, layers);
    return plain
        .withCaps(
            config.number("query_pre_attn_scalar").orElse(SCALAR_IF_UNSAID),
            cap(config, "attn_logit_softcapping", scoreCapIfUnsaid),
            cap(config, "final_logit_softcapping", logitCapIfUnsaid))
        .withWindow(windowed.contains(true) ? window(config) : 0)
        .withWindowed(windowed, windowTheta(config));
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
      int fullEvery = fullEvery(config);
      return IntStream.range(0, layers).mapToObj(i -> (i + 1) % fullEvery != 0).toList();
    }
    if (kinds.size() != layers || !List.of(FULL, WINDOWED).containsAll(kinds)) {
      throw config.unexpected(
          "layer_types",
          "\"" + FULL + "\" or \"" + WINDOWED + "\" for each of the " + layers + " layers");
    }
    return kinds.stream().map(WINDOWED::equals).toList();
  }

  @Override
  void write(Architecture architecture, JsonObject json) {
    super.write(architecture, json);
    Variant variant = architecture.variant();
    json.remove("hidden_act");
    json.addProperty("hidden_activation", ConfigWriter.activation(architecture));
    json.addProperty("attention_bias", false);
    double scalar = variant.queryScalar() > 0 ? variant.queryScalar() : architecture.headSize();
    // transformers 5 takes a whole number only where it is written as one
    json.addProperty(
        "query_pre_attn_scalar",
        scalar == Math.rint(scalar) ? (Number) Math.round(scalar) : scalar);
    json.addProperty("attn_logit_softcapping", orNull(variant.scoreCap()));
    json.addProperty("final_logit_softcapping", orNull(variant.logitCap()));
    ConfigWriter.writeWindow(architecture, json);
    JsonArray kinds = new JsonArray();
    for (int i = 0; i < architecture.layers(); i++) {
      kinds.add(variant.kind(i) == LayerKind.WINDOWED ? WINDOWED : FULL);
    }
    json.add("layer_types", kinds);
  }

  private static Double orNull(double cap) {
    return cap == 0 ? null : cap;
  }
}
