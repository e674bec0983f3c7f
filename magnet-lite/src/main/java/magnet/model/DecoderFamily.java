package magnet.model;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A family of pretrained decoders: how its {@code config.json} is read and what its tensors are
 * called.
 *
 * <p>The defaults are Llama's. The next family is one small class that says what differs, and one
 * more entry in {@link #all()}. Computation is not here: what a layer does follows from {@link
 * Architecture}.
 */
public interface DecoderFamily {

  /** The families that can be read, in the order of messages. */
  static List<DecoderFamily> all() {
    return List.of(new Llama(), new Mistral(), new Qwen2(), new Qwen3());
  }

  /**
   * The family of a name.
   *
   * @param modelType a {@code model_type} of config.json, as in {@code "llama"}
   * @throws IllegalArgumentException if no such family is supported; the message lists those that
   *     are
   */
  static DecoderFamily of(String modelType) {
    for (DecoderFamily family : all()) {
      if (family.modelType().equals(modelType)) {
        return family;
      }
    }
    throw new IllegalArgumentException(
        "model_type \""
            + modelType
            + "\" is not supported (supported: "
            + String.join(", ", all().stream().map(DecoderFamily::modelType).toList())
            + "); use a checkpoint of one of these families.");
  }

  /** The {@code model_type} of config.json. */
  String modelType();

  /** The transformers class of the causal model: {@code architectures} of config.json. */
  String causalModelClass();

  /** Whether query, key and value have biases. */
  default boolean attentionBias() {
    return false;
  }

  /** Whether query and key heads are normed before they are rotated. */
  default boolean queryKeyNorm() {
    return false;
  }

  /** Whether a sliding window can be told in this family's config.json. */
  default boolean hasSlidingWindow() {
    return false;
  }

  /**
   * Reads the architecture; what cannot be honoured is refused.
   *
   * @param config the file {@code config.json}, in either layout (transformers 4 or 5)
   * @throws IllegalArgumentException if a value is missing, wrong or not supported
   */
  Architecture read(JsonFile config);

  /**
   * Puts what only this family's config.json has.
   *
   * @param architecture one of this family
   * @param json what the file will hold; already has the keys that all families share
   */
  default void write(Architecture architecture, JsonObject json) {}

  /** Name of the token embeddings, {@code [vocabulary, hidden]}. */
  default String embeddings() {
    return "model.embed_tokens.weight";
  }

  /** Name of the weight of the last norm, {@code [hidden]}. */
  default String finalNorm() {
    return "model.norm.weight";
  }

  /** Name of the output projection, {@code [vocabulary, hidden]}; not in a file if tied. */
  default String head() {
    return "lm_head.weight";
  }

  /**
   * Names of one layer's tensors.
   *
   * @param layer index, from 0
   */
  default LayerNames layer(int layer) {
    return LayerNames.llama(layer, attentionBias(), queryKeyNorm());
  }

  /**
   * Every tensor that a checkpoint must have, with its shape; the head only if it is not tied.
   *
   * @param of an architecture of this family
   * @return name to shape, in the order of computation; the caller owns it
   */
  default Map<String, long[]> tensors(Architecture of) {
    long hidden = of.hiddenSize();
    long queries = (long) of.heads() * of.headSize();
    long keys = (long) of.keyValueHeads() * of.headSize();
    long intermediate = of.intermediateSize();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(embeddings(), new long[] {of.vocabularySize(), hidden});
    for (int i = 0; i < of.layers(); i++) {
      LayerNames names = layer(i);
      shapes.put(names.inputNorm(), new long[] {hidden});
      shapes.put(names.query(), new long[] {queries, hidden});
      shapes.put(names.key(), new long[] {keys, hidden});
      shapes.put(names.value(), new long[] {keys, hidden});
      shapes.put(names.queryBias(), new long[] {queries});
      shapes.put(names.keyBias(), new long[] {keys});
      shapes.put(names.valueBias(), new long[] {keys});
      shapes.put(names.queryNorm(), new long[] {of.headSize()});
      shapes.put(names.keyNorm(), new long[] {of.headSize()});
      shapes.put(names.output(), new long[] {hidden, queries});
      shapes.put(names.postAttentionNorm(), new long[] {hidden});
      shapes.put(names.gate(), new long[] {intermediate, hidden});
      shapes.put(names.up(), new long[] {intermediate, hidden});
      shapes.put(names.down(), new long[] {hidden, intermediate});
    }
    shapes.put(finalNorm(), new long[] {hidden});
    if (!of.tiedEmbeddings()) {
      shapes.put(head(), new long[] {of.vocabularySize(), hidden});
    }
    shapes.remove(""); // tensors that the family does not have
    return shapes;
  }
}
