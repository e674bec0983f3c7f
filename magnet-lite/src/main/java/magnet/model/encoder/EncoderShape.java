package magnet.model.encoder;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import magnet.io.KeyedReader;
import magnet.kernel.Activation;

/**
 * The shape of a text encoder, as config.json says it.
 *
 * @param family bert, roberta or xlm-roberta: they differ in tokenizer and positions alone
 * @param layers number of layers
 * @param hiddenSize width of a state
 * @param heads number of attention heads; divides the width
 * @param intermediateSize width inside the MLP
 * @param vocabularySize rows of the embeddings
 * @param positions rows of the position embeddings
 * @param firstPosition the row of a text's first token: RoBERTa leaves out those up to its padding
 * @param segments rows of the segment embeddings; only the first is used, as a text is one segment
 * @param normEpsilon the epsilon of the norms
 * @param activation the function of the MLP
 */
public record EncoderShape(
    String family,
    int layers,
    int hiddenSize,
    int heads,
    int intermediateSize,
    int vocabularySize,
    int positions,
    int firstPosition,
    int segments,
    double normEpsilon,
    Activation activation) {

  private static final List<String> FAMILIES = List.of("bert", "roberta", "xlm-roberta");

  /** Reads a folder's config.json; refuses one that is broken or of another kind of encoder. */
  public static EncoderShape read(Path folder) {
    KeyedReader config = KeyedReader.json(folder.resolve("config.json"));
    String family = config.neededText("model_type");
    if (!FAMILIES.contains(family)) {
      throw config.unexpected(
          "model_type",
          "a text encoder that is read here, %s; take one of these, or open an issue"
              .formatted(String.join(" or ", FAMILIES)));
    }
    if (!config.text("position_embedding_type").orElse("absolute").equals("absolute")) {
      throw config.unexpected("position_embedding_type", "absolute; take an encoder with these");
    }
    for (String decoding : List.of("is_decoder", "add_cross_attention")) {
      if (config.flag(decoding).orElse(false)) {
        throw config.unexpected(decoding, "false, as in an encoder; load decoders by Magnet.load");
      }
    }
    if (config.has("quantization_config")) {
      throw config.unexpected(
          "quantization_config", "none; take an encoder whose weights are F32, F16 or BF16");
    }
    int hidden = positive(config, "hidden_size");
    int heads = positive(config, "num_attention_heads");
    if (hidden % heads != 0) {
      throw config.unexpected(
          "num_attention_heads", "a divisor of hidden_size " + hidden + "; restore the file");
    }
    int first = family.equals("bert") ? 0 : config.neededWhole("pad_token_id") + 1;
    int positions = positive(config, "max_position_embeddings");
    if (first < 0 || first >= positions) {
      throw config.unexpected(
          "pad_token_id", "an id from 0 to " + (positions - 2) + "; restore the file");
    }
    return new EncoderShape(
        family,
        positive(config, "num_hidden_layers"),
        hidden,
        heads,
        positive(config, "intermediate_size"),
        positive(config, "vocab_size"),
        positions,
        first,
        positive(config, "type_vocab_size"),
        config.number("layer_norm_eps").orElse(1e-12),
        activation(config));
  }

  private static int positive(KeyedReader config, String key) {
    int number = config.neededWhole(key);
    if (number < 1) {
      throw config.unexpected(key, "1 or more; restore the file as it was published");
    }
    return number;
  }

  private static Activation activation(KeyedReader config) {
    String name = config.text("hidden_act").orElse("gelu");
    for (Activation each : Activation.values()) {
      if (each.names().contains(name)) {
        return each;
      }
    }
    List<String> possible =
        Stream.of(Activation.values()).flatMap(each -> each.names().stream()).toList();
    throw config.unexpected(
        "hidden_act", "an activation that is supported here: " + String.join(", ", possible));
  }

  /** The most tokens of a text, those of the frame included. */
  public int longest() {
    return positions - firstPosition;
  }

  /** What the file of weights must hold: names as {@code BertModel} has them, and shapes. */
  Map<String, long[]> tensors() {
    Map<String, long[]> tensors = new LinkedHashMap<>();
    tensors.put("embeddings.word_embeddings.weight", new long[] {vocabularySize, hiddenSize});
    tensors.put("embeddings.position_embeddings.weight", new long[] {positions, hiddenSize});
    tensors.put("embeddings.token_type_embeddings.weight", new long[] {segments, hiddenSize});
    biased(tensors, "embeddings.LayerNorm", hiddenSize);
    for (int i = 0; i < layers; i++) {
      String layer = layer(i);
      for (String each : List.of("query", "key", "value")) {
        biased(tensors, layer + "attention.self." + each, hiddenSize, hiddenSize);
      }
      biased(tensors, layer + "attention.output.dense", hiddenSize, hiddenSize);
      biased(tensors, layer + "attention.output.LayerNorm", hiddenSize);
      biased(tensors, layer + "intermediate.dense", intermediateSize, hiddenSize);
      biased(tensors, layer + "output.dense", hiddenSize, intermediateSize);
      biased(tensors, layer + "output.LayerNorm", hiddenSize);
    }
    return tensors;
  }

  /** What the names of a layer's tensors begin with. */
  static String layer(int index) {
    return "encoder.layer." + index + ".";
  }

  private static void biased(Map<String, long[]> tensors, String name, long... shape) {
    tensors.put(name + ".weight", shape);
    tensors.put(name + ".bias", new long[] {shape[0]});
  }
}
