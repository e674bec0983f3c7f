package magnet.model;

import java.util.List;

/**
 * Reads what the config.json of all Llama-like families share, in the layout of transformers 4
 * ({@code rope_theta}, {@code rope_scaling}) and of transformers 5 ({@code rope_parameters}).
 *
 * <p>What is absent gets the value that transformers would give it; sizes must be said. What would
 * change the numbers and is not supported is refused.
 */
final class ConfigReader {

  private static final double ROPE_THETA_IF_UNSAID = 10_000;
  private static final String THETA = "rope_theta";
  private static final String ORIGINAL_LENGTH = "original_max_position_embeddings";

  private final JsonFile config;
  private final DecoderFamily family;
  private int bosIfUnsaid = Architecture.ABSENT;
  private int eosIfUnsaid = Architecture.ABSENT;
  private int headSizeIfUnsaid;

  ConfigReader(JsonFile config, DecoderFamily family) {
    this.config = config;
    this.family = family;
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

  /** Refuses a flag that is true. */
  void refuseFlag(String key, String meaning) {
    if (config.flag(key, false)) {
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

  /** The architecture, without a sliding window. */
  Architecture read() {
    refuseWhatAllLack();
    int hidden = config.wholeNumber("hidden_size");
    int heads = config.wholeNumber("num_attention_heads");
    int maxPositions = config.wholeNumber("max_position_embeddings");
    int pad = config.wholeNumber("pad_token_id", Architecture.ABSENT);
    try {
      return new Architecture(
          family.modelType(),
          config.wholeNumber("vocab_size"),
          hidden,
          config.wholeNumber("intermediate_size"),
          config.wholeNumber("num_hidden_layers"),
          heads,
          config.wholeNumber("num_key_value_heads", heads),
          headSize(hidden, heads),
          maxPositions,
          config.number("rms_norm_eps"),
          rope(maxPositions),
          config.flag("tie_word_embeddings", false),
          family.attentionBias(),
          family.queryKeyNorm(),
          0,
          config.contains("bos_token_id")
              ? config.wholeNumber("bos_token_id", Architecture.ABSENT)
              : bosIfUnsaid,
          eosIds(),
          pad);
    } catch (IllegalArgumentException e) {
      if (e.getMessage().contains(config.place())) {
        throw e;
      }
      throw new IllegalArgumentException(config.place() + ": " + e.getMessage(), e);
    }
  }

  private void refuseWhatAllLack() {
    if (config.has("quantization_config")) {
      throw config.unexpected(
          "quantization_config", "none; use a checkpoint whose weights are F32, F16 or BF16");
    }
    if (!config.text("hidden_act", "silu").equals("silu")) {
      throw config.unexpected("hidden_act", "\"silu\", the only activation supported");
    }
    if (config.number("attention_dropout", 0) != 0) {
      throw config.unexpected(
          "attention_dropout", "0, as attention has no dropout here; set it to 0");
    }
    for (String type : config.texts("layer_types")) {
      if (!type.equals("full_attention")) {
        throw config.unexpected(
            "layer_types", "\"full_attention\" on every layer; use a checkpoint like that");
      }
    }
    refusePartialRotation(config);
  }

  private static void refusePartialRotation(JsonFile holder) {
    if (holder.number("partial_rotary_factor", 1) != 1) {
      throw holder.unexpected(
          "partial_rotary_factor", "1: heads are rotated as a whole; use a checkpoint like that");
    }
  }

  private int headSize(int hidden, int heads) {
    if (config.has("head_dim")) {
      return config.wholeNumber("head_dim");
    }
    if (headSizeIfUnsaid > 0) {
      return headSizeIfUnsaid;
    }
    if (heads < 1 || hidden % heads != 0) {
      throw config.unexpected(
          "num_attention_heads",
          "a divisor of hidden_size, which is " + hidden + ", as there is no head_dim");
    }
    return hidden / heads;
  }

  private List<Integer> eosIds() {
    if (config.contains("eos_token_id")) {
      return config.wholeNumbers("eos_token_id");
    }
    return eosIfUnsaid == Architecture.ABSENT ? List.of() : List.of(eosIfUnsaid);
  }

  private Rope rope(int maxPositions) {
    boolean current = !config.isEmpty("rope_parameters");
    boolean legacy = !config.isEmpty("rope_scaling");
    if (current && legacy) {
      throw config.unexpected("rope_scaling", "none beside rope_parameters; remove one of the two");
    }
    double theta = config.number(THETA, ROPE_THETA_IF_UNSAID);
    if (!current && !legacy) {
      return new Rope(theta);
    }
    JsonFile rope = config.object(current ? "rope_parameters" : "rope_scaling");
    if (rope.has(THETA)) {
      theta = rope.number(THETA);
      if (config.has(THETA) && config.number(THETA) != theta) {
        throw rope.unexpected(THETA, "the same as outside; remove one of the two");
      }
    }
    refusePartialRotation(rope);
    return new Rope(theta, scaling(rope, maxPositions));
  }

  private RopeScaling scaling(JsonFile rope, int maxPositions) {
    for (String key : rope.keys()) {
      if (rope.isObject(key)) {
        throw rope.unexpected(key, "no rope of its own per kind of layer");
      }
    }
    String key = rope.has("rope_type") ? "rope_type" : "type";
    String type = rope.text(key, "default");
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(rope.number("factor"));
      case "llama3" ->
          new RopeScaling.Llama3(
              rope.number("factor"),
              rope.number("low_freq_factor"),
              rope.number("high_freq_factor"),
              originalLength(rope, maxPositions));
      default ->
          throw new IllegalArgumentException(
              "rope_scaling type \""
                  + type
                  + "\" is not supported (supported: default, linear, llama3); use a checkpoint"
                  + " without it.");
    };
  }

  private int originalLength(JsonFile rope, int maxPositions) {
    int length = rope.wholeNumber(ORIGINAL_LENGTH, maxPositions);
    if (config.wholeNumber(ORIGINAL_LENGTH, length) != length) {
      throw config.unexpected(ORIGINAL_LENGTH, length + " as in the rope scaling; remove it");
    }
    return length;
  }
}
