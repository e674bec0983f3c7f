package magnet.model.family;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.io.KeyedReader;
import magnet.io.Quoted;

/**
 * A family of pretrained decoders: how its {@code config.json} is read, what its tensors are called
 * and what its layers are made of.
 *
 * <p>The defaults are Llama's. The next family is one small class that says what differs, and one
 * more entry in {@link #ALL}. Computation is not here: it is one kernel's, by the traits that
 * follow from here and from {@link Architecture}.
 */
public abstract class DecoderFamily {

  /** The families that can be read, in the order of messages. */
  public static final List<DecoderFamily> ALL =
      List.of(
          new Llama(),
          new Mistral(),
          new Qwen2(),
          new Qwen3(),
          new Gemma2(),
          new Gemma3(),
          new Gpt2(),
          new GptNeoX());

  private final String modelType;
  private final String causalModelClass;
  private final TensorNames names;

  /**
   * A family.
   *
   * @param causalModelClass the transformers class of the causal model: {@code architectures} of
   *     config.json
   */
  DecoderFamily(String modelType, String causalModelClass, TensorNames names) {
    this.modelType = modelType;
    this.causalModelClass = causalModelClass;
    this.names = names;
  }

  /**
   * The family of a name.
   *
   * @param modelType a {@code model_type} of config.json, as in {@code "llama"}
   * @throws IllegalArgumentException if no such family is supported; the message lists those that
   *     are
   */
  public static DecoderFamily of(String modelType) {
    for (DecoderFamily family : ALL) {
      if (family.modelType.equals(modelType)) {
        return family;
      }
    }
    throw new IllegalArgumentException(
        ("model_type \"%s\" is not supported (supported: %s); use a checkpoint of one of these"
                + " families.")
            .formatted(
                Quoted.value(modelType),
                String.join(", ", ALL.stream().map(DecoderFamily::modelType).toList())));
  }

  /** The {@code model_type} of config.json. */
  public final String modelType() {
    return modelType;
  }

  final String causalModelClass() {
    return causalModelClass;
  }

  /** What its tensors are called. */
  public final TensorNames names() {
    return names;
  }

  /** The kind of norm. */
  public Norm norm() {
    return Norm.RMS;
  }

  /** Whether the MLP has a gate: {@code down(f(gate(x)) * up(x))}, else {@code down(f(up(x)))}. */
  public boolean gated() {
    return true;
  }

  /** Whether matrices of layers are stored as {@code [inputs, outputs]}. */
  public boolean transposed() {
    return false;
  }

  /** Whether query, key and value are one matrix whose rows follow one another head by head. */
  public boolean interleaved() {
    return false;
  }

  /** Whether a sliding window can be told in this family's config.json. */
  public boolean hasSlidingWindow() {
    return false;
  }

  /** What token embeddings are multiplied by before the first layer. */
  public double embeddingScale(Architecture of) {
    return 1;
  }

  /** What config.json calls the epsilon of the norms. */
  String normEpsilonKey() {
    return "rms_norm_eps";
  }

  /**
   * Reads the architecture; what cannot be honoured is refused.
   *
   * @param config the file {@code config.json}, in either layout (transformers 4 or 5)
   * @throws IllegalArgumentException if a value is missing, wrong or not supported
   */
  public abstract Architecture read(KeyedReader config);

  /**
   * Puts the shape of the model, under the names that this family's config.json has.
   *
   * @param json what the file will hold; already has what all families share
   */
  void write(Architecture architecture, JsonObject json) {
    ConfigWriter.writeLlamaLike(architecture, json);
  }

  /**
   * Refuses what this family cannot have.
   *
   * @param variant what an architecture of it is to have
   * @param plainHeads whether there are as many key and value heads as query heads, all of them
   *     together as wide as the hidden size
   */
  void check(Variant variant, Rope rope, boolean plainHeads) {
    Architecture.require(
        hasSlidingWindow() || variant.window() == 0,
        "sliding_window",
        variant.window(),
        "0, as the family " + modelType + " has none");
    Variant possible = possible(variant);
    Architecture.require(
        variant.equals(possible), "the variant", variant, possible + " in the family " + modelType);
    Architecture.require(
        rope.share() == 1,
        "partial_rotary_factor",
        rope.share(),
        "1, as the family " + modelType + " turns whole heads");
  }

  /** The variant of this family that is nearest to another. */
  Variant possible(Variant variant) {
    return hasSlidingWindow() ? Variant.PLAIN.withWindow(variant.window()) : Variant.PLAIN;
  }

  /** Whether a tensor of an old file is left aside, as transformers does: it is no weight. */
  public boolean leavesAside(String name) {
    return name.endsWith(".rotary_emb.inv_freq");
  }

  /**
   * Every tensor that a checkpoint must have, with its shape; the head only if it is not tied.
   *
   * @param of an architecture of this family
   * @return name to shape; the caller owns it
   */
  public final Map<String, long[]> tensors(Architecture of) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (WeightPlace place : WeightPlace.all(of)) {
      shapes.putAll(place.stored());
    }
    return shapes;
  }
}
