package magnet.model.family;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import magnet.io.KeyedReader;
import magnet.io.Quoted;
import magnet.kernel.Activation;

/**
 * Reads what the config.json of all families share, in the layout of transformers 4 ({@code
 * rope_theta}, {@code rope_scaling}) and of transformers 5 ({@code rope_parameters}). A family
 * first says what is named differently there, and what the defaults are.
 *
 * <p>What is absent gets the value that transformers would give it; sizes are required. What would
 * change the numbers and is not supported is refused.
 */
final class ConfigReader {

  private static final String BOS = "bos_token_id";
  private static final String EOS = "eos_token_id";
  private static final String THETA = "rope_theta";
  private static final String SHARE = "partial_rotary_factor";
  private static final String ORIGINAL_LENGTH = "original_max_position_embeddings";

  static final String ATTENTION_BIAS = "biases on all four attention projections";
  static final String SOME_WINDOWS = "a sliding window on some of the layers";

  private final KeyedReader config;
  private final DecoderFamily family;
  private final Map<String, String> called = new HashMap<>();
  private final Map<String, Double> ifUnsaid = new HashMap<>();
  private boolean tiedIfUnsaid;
  private String ropeOfKind = "";
  private List<Activation> activations = List.of(Activation.SILU);

  ConfigReader(KeyedReader config, DecoderFamily family) {
    this.config = config;
    this.family = family;
    called.put("rms_norm_eps", family.normEpsilonKey());
    ifUnsaid(THETA, 10_000).ifUnsaid(SHARE, 1);
  }

  /** This family's name of a key that Llama's config.json has. */
  ConfigReader called(String usual, String here) {
    called.put(usual, here);
    return this;
  }

  /**
   * What holds where config.json does not say.
   *
   * @param key as Llama's config.json has it: head_dim (else hidden size over heads), rope_theta,
   *     partial_rotary_factor (else whole heads are turned), or a size (else required)
   */
  ConfigReader ifUnsaid(String key, double value) {
    ifUnsaid.put(key, value);
    return this;
  }

  /** The ids of the first and last token where config.json has no such keys. */
  ConfigReader idsIfUnsaid(int bos, int eos) {
    return ifUnsaid(BOS, bos).ifUnsaid(EOS, eos);
  }

  /** Embeddings are tied where config.json does not say. */
  ConfigReader tiedIfUnsaid() {
    tiedIfUnsaid = true;
    return this;
  }

  /**
   * Layers are of several kinds: their rotary positions may be said kind by kind, and these are the
   * architecture's.
   */
  ConfigReader ropeOfKind(String kind) {
    ropeOfKind = kind;
    return this;
  }

  /** The functions of the MLP that are possible, the default first. */
  ConfigReader activations(Activation... possible) {
    activations = List.of(possible);
    return this;
  }

  /** Refuses a flag that is true. */
  ConfigReader refuseFlag(String key, String meaning) {
    if (config.flag(key).orElse(false)) {
      throw config.unexpected(
          key, "false: " + meaning + " is not supported; use a checkpoint without it");
    }
    return this;
  }

  /** Refuses a sliding window where the family has none: it would be ignored. */
  ConfigReader refuseWindow() {
    if (config.has("sliding_window")) {
      throw config.unexpected(
          "sliding_window", "none in the family " + family.modelType() + "; remove it");
    }
    return this;
  }

  /** Refuses layers of several kinds. */
  ConfigReader refuseLayerTypes() {
    for (String type : config.texts("layer_types").orElse(List.of())) {
      if (!type.equals("full_attention")) {
        throw config.unexpected(
            "layer_types", "\"full_attention\" on every layer; use a checkpoint like that");
      }
    }
    return this;
  }

  /**
   * The architecture.
   *
   * @param variant makes of a plain one with the activation what this family has
   */
  Architecture read(UnaryOperator<Variant> variant) {
    if (config.has("quantization_config")) {
      throw config.unexpected(
          "quantization_config", "none; use a checkpoint whose weights are F32, F16 or BF16");
    }
    if (config.number("attention_dropout").orElse(0.0) != 0) {
      throw config.unexpected(
          "attention_dropout", "0, as attention has no dropout here; set it to 0");
    }
    try {
      return architecture(variant);
    } catch (IllegalArgumentException e) {
      if (e.getMessage().contains(config.source())) {
        throw e;
      }
      throw new IllegalArgumentException(config.source() + ": " + e.getMessage(), e);
    }
  }

  private Architecture architecture(UnaryOperator<Variant> variant) {
    int vocabulary = config.neededWhole("vocab_size");
    int hidden = whole("hidden_size");
    int layers = whole("num_hidden_layers");
    Architecture.checkLayers(layers);
    int heads = whole("num_attention_heads");
    int keyValueHeads = config.whole("num_key_value_heads").orElse(heads);
    int headSize = headSize(hidden, heads);
    int intermediate = whole("intermediate_size");
    int positions = whole("max_position_embeddings");
    return new Architecture(
        family.modelType(),
        vocabulary,
        hidden,
        intermediate,
        layers,
        heads,
        keyValueHeads,
        headSize,
        positions,
        config.neededNumber(key("rms_norm_eps")),
        family.names().positions().isEmpty() ? rope(positions) : Rope.NONE,
        config.flag("tie_word_embeddings").orElse(tiedIfUnsaid),
        variant.apply(Variant.PLAIN.withActivation(activation())),
        bosId(),
        eosIds(),
        config.whole("pad_token_id").orElse(Architecture.ABSENT));
  }

  private String key(String usual) {
    return called.getOrDefault(usual, usual);
  }

  private Activation activation() {
    String name = config.text(key("hidden_act")).orElse(activations.get(0).names().get(0));
    for (Activation each : activations) {
      if (each.names().contains(name)) {
        return each;
      }
    }
    List<String> possible = activations.stream().flatMap(each -> each.names().stream()).toList();
    throw config.unexpected(
        key("hidden_act"), "an activation that is supported here: " + String.join(", ", possible));
  }

  /** A whole number; required where the family has no other. */
  private int whole(String usual) {
    Double otherwise = ifUnsaid.get(usual);
    return otherwise == null
        ? config.neededWhole(key(usual))
        : config.whole(key(usual)).orElse(otherwise.intValue());
  }

  private int headSize(int hidden, int heads) {
    if (config.has("head_dim") || ifUnsaid.containsKey("head_dim")) {
      return whole("head_dim");
    }
    if (heads < 1 || hidden % heads != 0) {
      throw config.unexpected(
          key("num_attention_heads"),
          "a divisor of %s, which is %s, as there is no head_dim"
              .formatted(key("hidden_size"), hidden));
    }
    return hidden / heads;
  }

  /** Said to be null, there is none; transformers' own id is for a key that is not there. */
  private int bosId() {
    int otherwise = ifUnsaid.getOrDefault(BOS, (double) Architecture.ABSENT).intValue();
    return config.contains(BOS) ? config.whole(BOS).orElse(Architecture.ABSENT) : otherwise;
  }

  private List<Integer> eosIds() {
    return config.contains(EOS) || !ifUnsaid.containsKey(EOS)
        ? config.wholes(EOS)
        : List.of(ifUnsaid.get(EOS).intValue());
  }

  private Rope rope(int maxPositions) {
    boolean current = !config.isEmpty("rope_parameters");
    boolean legacy = !config.isEmpty("rope_scaling");
    if (current && legacy) {
      throw config.unexpected("rope_scaling", "none beside rope_parameters; remove one of the two");
    }
    double theta = config.number(key(THETA)).orElse(ifUnsaid.get(THETA));
    double share = share(config, key(SHARE), ifUnsaid.get(SHARE));
    if (!current && !legacy) {
      return new Rope(theta, new RopeScaling.None(), share);
    }
    KeyedReader rope = config.neededSection(current ? "rope_parameters" : "rope_scaling");
    if (current && rope.isSection(ropeOfKind)) {
      rope = rope.neededSection(ropeOfKind);
    }
    if (rope.has(THETA)) {
      theta = rope.neededNumber(THETA);
      if (config.has(key(THETA)) && config.neededNumber(key(THETA)) != theta) {
        throw rope.unexpected(THETA, "the same as outside; remove one of the two");
      }
    }
    return new Rope(theta, scaling(rope, maxPositions), share(rope, SHARE, share));
  }

  private double share(KeyedReader holder, String key, double otherwise) {
    double share = holder.number(key).orElse(otherwise);
    if (ifUnsaid.get(SHARE) == 1 && share != 1) {
      throw holder.unexpected(key, "1: heads are rotated as a whole; use a checkpoint like that");
    }
    return share;
  }

  private RopeScaling scaling(KeyedReader rope, int maxPositions) {
    for (String key : rope.keys()) {
      if (rope.isSection(key)) {
        throw rope.unexpected(key, "no rope of its own per kind of layer");
      }
    }
    String key = rope.has("rope_type") ? "rope_type" : "type";
    String type = rope.text(key).orElse("default");
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(rope.neededNumber("factor"));
      case "llama3" ->
          new RopeScaling.Llama3(
              rope.neededNumber("factor"),
              rope.neededNumber("low_freq_factor"),
              rope.neededNumber("high_freq_factor"),
              originalLength(rope, maxPositions));
      default ->
          throw new IllegalArgumentException(
              "rope_scaling type \""
                  + Quoted.value(type)
                  + "\" is not supported (supported: default, linear, llama3); use a checkpoint"
                  + " without it.");
    };
  }

  private int originalLength(KeyedReader rope, int maxPositions) {
    int length = rope.whole(ORIGINAL_LENGTH).orElse(maxPositions);
    int outside = config.whole(ORIGINAL_LENGTH).orElse(length);
    if (rope.has(ORIGINAL_LENGTH) && outside != length) {
      throw config.unexpected(
          ORIGINAL_LENGTH,
          length + " as in the rope scaling; correct one of the two (transformers takes this)");
    }
    return outside;
  }
}
