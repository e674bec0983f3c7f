package magnet.model.family;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

  private static final String THETA = "rope_theta";
  private static final String SHARE = "partial_rotary_factor";
  private static final String ORIGINAL_LENGTH = "original_max_position_embeddings";

  private final KeyedReader config;
  private final DecoderFamily family;
  private final Map<String, String> called = new HashMap<>();
  private int bosIfUnsaid = Architecture.ABSENT;
  private int eosIfUnsaid = Architecture.ABSENT;
  private int headSizeIfUnsaid;
  private int intermediateIfUnsaid;
  private boolean tiedIfUnsaid;
  private double thetaIfUnsaid = 10_000;
  private double shareIfUnsaid = 1;
  private boolean rotates = true;
  private String ropeOfKind = "";
  private List<Activation> activations = List.of(Activation.SILU);

  ConfigReader(KeyedReader config, DecoderFamily family) {
    this.config = config;
    this.family = family;
    called.put("rms_norm_eps", family.normEpsilonKey());
  }

  /** This family's name of a key that Llama's config.json has. */
  ConfigReader called(String usual, String here) {
    called.put(usual, here);
    return this;
  }

  /** The ids of the first and last token where config.json has no such keys. */
  ConfigReader idsIfUnsaid(int bos, int eos) {
    bosIfUnsaid = bos;
    eosIfUnsaid = eos;
    return this;
  }

  /** The size of a head where config.json has none; hidden size over heads unless set. */
  ConfigReader headSizeIfUnsaid(int size) {
    headSizeIfUnsaid = size;
    return this;
  }

  /** How many times the hidden size the MLP is wide where config.json does not say. */
  ConfigReader intermediateIfUnsaid(int times) {
    intermediateIfUnsaid = times;
    return this;
  }

  /** Whether embeddings are tied where config.json does not say; they are not unless set. */
  ConfigReader tiedIfUnsaid(boolean tied) {
    tiedIfUnsaid = tied;
    return this;
  }

  /** The base of rotary frequencies where config.json has none; 10,000 unless set. */
  ConfigReader thetaIfUnsaid(double theta) {
    thetaIfUnsaid = theta;
    return this;
  }

  /** Heads may be turned in part: by this much where config.json does not say. */
  ConfigReader shareIfUnsaid(double share) {
    shareIfUnsaid = share;
    return this;
  }

  /** Positions are learned, not rotary. */
  ConfigReader withoutRope() {
    rotates = false;
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
  void refuseFlag(String key, String meaning) {
    if (config.flag(key).orElse(false)) {
      throw config.unexpected(
          key, "false: " + meaning + " is not supported; use a checkpoint without it");
    }
  }

  /** Refuses a sliding window where the family has none: it would be ignored. */
  void refuseWindow() {
    if (config.has("sliding_window")) {
      throw config.unexpected(
          "sliding_window", "none in the family " + family.modelType() + "; remove it");
    }
  }

  /** Refuses layers of several kinds. */
  void refuseLayerTypes() {
    for (String type : config.texts("layer_types").orElse(List.of())) {
      if (!type.equals("full_attention")) {
        throw config.unexpected(
            "layer_types", "\"full_attention\" on every layer; use a checkpoint like that");
      }
    }
  }

  /**
   * The architecture.
   *
   * @param more sets what this family has besides
   */
  Architecture read(Consumer<ArchitectureDraft> more) {
    if (config.has("quantization_config")) {
      throw config.unexpected(
          "quantization_config", "none; use a checkpoint whose weights are F32, F16 or BF16");
    }
    if (config.number("attention_dropout").orElse(0.0) != 0) {
      throw config.unexpected(
          "attention_dropout", "0, as attention has no dropout here; set it to 0");
    }
    try {
      ArchitectureDraft draft = draft();
      more.accept(draft);
      return draft.build();
    } catch (IllegalArgumentException e) {
      if (e.getMessage().contains(config.source())) {
        throw e;
      }
      throw new IllegalArgumentException(config.source() + ": " + e.getMessage(), e);
    }
  }

  private ArchitectureDraft draft() {
    ArchitectureDraft draft = new ArchitectureDraft();
    draft.family = family.modelType();
    draft.vocabularySize = config.neededWhole("vocab_size");
    draft.hiddenSize = config.neededWhole(key("hidden_size"));
    draft.layers = config.neededWhole(key("num_hidden_layers"));
    Architecture.checkLayers(draft.layers);
    draft.heads = config.neededWhole(key("num_attention_heads"));
    draft.keyValueHeads = config.whole("num_key_value_heads").orElse(draft.heads);
    draft.headSize = headSize(draft.hiddenSize, draft.heads);
    draft.intermediateSize = intermediateSize(draft.hiddenSize);
    draft.maxPositions = config.neededWhole(key("max_position_embeddings"));
    draft.normEpsilon = config.neededNumber(key("rms_norm_eps"));
    draft.rope = rotates ? rope(draft.maxPositions) : Rope.NONE;
    draft.tiedEmbeddings = config.flag("tie_word_embeddings").orElse(tiedIfUnsaid);
    draft.variant = Variant.PLAIN.withActivation(activation());
    draft.bosId =
        config.contains("bos_token_id")
            ? config.whole("bos_token_id").orElse(Architecture.ABSENT)
            : bosIfUnsaid;
    draft.eosIds = eosIds();
    draft.padId = config.whole("pad_token_id").orElse(Architecture.ABSENT);
    return draft;
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

  private int intermediateSize(int hidden) {
    String key = key("intermediate_size");
    return intermediateIfUnsaid > 0
        ? config
            .whole(key)
            .orElse((int) Math.min(Integer.MAX_VALUE, (long) intermediateIfUnsaid * hidden))
        : config.neededWhole(key);
  }

  private int headSize(int hidden, int heads) {
    if (config.has("head_dim")) {
      return config.neededWhole("head_dim");
    }
    if (headSizeIfUnsaid > 0) {
      return headSizeIfUnsaid;
    }
    if (heads < 1 || hidden % heads != 0) {
      throw config.unexpected(
          key("num_attention_heads"),
          "a divisor of %s, which is %s, as there is no head_dim"
              .formatted(key("hidden_size"), hidden));
    }
    return hidden / heads;
  }

  private List<Integer> eosIds() {
    if (config.contains("eos_token_id")) {
      return config.wholes("eos_token_id");
    }
    return eosIfUnsaid == Architecture.ABSENT ? List.of() : List.of(eosIfUnsaid);
  }

  private Rope rope(int maxPositions) {
    boolean current = !config.isEmpty("rope_parameters");
    boolean legacy = !config.isEmpty("rope_scaling");
    if (current && legacy) {
      throw config.unexpected("rope_scaling", "none beside rope_parameters; remove one of the two");
    }
    double theta = config.number(key(THETA)).orElse(thetaIfUnsaid);
    double share = share(config, key(SHARE), shareIfUnsaid);
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

  private double share(KeyedReader holder, String key, double ifUnsaid) {
    double share = holder.number(key).orElse(ifUnsaid);
    if (shareIfUnsaid == 1 && share != 1) {
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
