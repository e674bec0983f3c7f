package magnet.model.family;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.io.KeyedReader;
import magnet.io.Quoted;

/**
 * The shape of a decoder: everything about a model but its weights, as {@code config.json} says it.
 *
 * <p>Every layer is: norm, attention with grouped heads, residual, norm, MLP, residual; a last norm
 * precedes the head. The family decides what norms and projections are like, the variant how models
 * of one family differ.
 *
 * @param family {@code model_type} of config.json: one that of {@link DecoderFamily#ALL}
 * @param vocabularySize rows of the embeddings; token ids are below it
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the MLP
 * @param layers number of layers
 * @param heads query heads of a layer
 * @param keyValueHeads key and value heads of a layer; a divisor of heads
 * @param headSize size of one head; not always hiddenSize / heads
 * @param maxPositions the longest text in tokens
 * @param normEpsilon what a norm adds to the mean square
 * @param rope the rotary positions
 * @param tiedEmbeddings whether the embeddings are the output projection as well
 * @param variant activation, caps, sliding windows
 * @param bosId id of the token that begins a text, or {@link #ABSENT}
 * @param eosIds ids that end a text, the main one first; may be empty
 * @param padId id of the padding token, or {@link #ABSENT}
 */
public record Architecture(
    String family,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int maxPositions,
    double normEpsilon,
    Rope rope,
    boolean tiedEmbeddings,
    Variant variant,
    int bosId,
    List<Integer> eosIds,
    int padId) {

  /** The id of a token that the model does not have. */
  public static final int ABSENT = -1;

  /** No published decoder has half as many layers; more would be tried one by one. */
  public static final int MOST_LAYERS = 1000;

  private static final int LARGEST = 1 << 23; // products of three sizes still fit a long
  private static final String CONFIG = "config.json";

  /**
   * Checks that the numbers fit together and that the family can have them.
   *
   * @throws IllegalArgumentException if one does not; the message names it as config.json does
   */
  public Architecture {
    DecoderFamily of = DecoderFamily.of(family);
    positive("vocab_size", vocabularySize);
    positive("hidden_size", hiddenSize);
    positive("intermediate_size", intermediateSize);
    checkLayers(layers);
    positive("num_attention_heads", heads);
    positive("num_key_value_heads", keyValueHeads);
    positive("head_dim", headSize);
    require(maxPositions > 0, "max_position_embeddings", maxPositions, "a positive number");
    require(
        (long) heads * headSize <= LARGEST,
        "num_attention_heads times head_dim",
        (long) heads * headSize,
        "at most " + LARGEST);
    require(
        heads % keyValueHeads == 0,
        "num_attention_heads",
        heads,
        "a multiple of num_key_value_heads, which is " + keyValueHeads);
    require(
        rope.rotated(headSize) % 2 == 0,
        rope.share() == 1 ? "head_dim" : "the rotated part of head_dim",
        rope.rotated(headSize),
        "an even number, as rotation takes pairs");
    require(
        normEpsilon > 0 && normEpsilon < 1,
        of.normEpsilonKey(),
        normEpsilon,
        "a small positive number such as 1e-5");
    require(
        variant.windowed().isEmpty() || variant.windowed().size() == layers,
        "the number of layer_types",
        variant.windowed().size(),
        "one for each of the " + layers + " layers");
    of.check(variant, rope, heads == keyValueHeads && heads * headSize == hiddenSize);
    eosIds = List.copyOf(eosIds);
    checkId("bos_token_id", bosId, vocabularySize);
    checkId("pad_token_id", padId, vocabularySize);
    for (int id : eosIds) {
      require(id >= 0 && id < vocabularySize, "eos_token_id", id, "below " + vocabularySize);
    }
  }

  /**
   * A Llama to be trained from scratch: tied embeddings, heads of hiddenSize / heads, epsilon 1e-5,
   * rope theta 10,000, token ids 1 (begin) and 2 (end), no padding token. The constructor takes
   * others.
   *
   * @param vocabularySize number of tokens
   * @param hiddenSize width of the residual stream, a multiple of heads
   * @param intermediateSize width of the MLP
   * @param layers number of layers
   * @param heads query heads
   * @param keyValueHeads key and value heads, a divisor of heads
   * @param maxPositions the longest text in tokens
   * @throws IllegalArgumentException if the numbers do not fit together
   */
  public static Architecture llama(
      int vocabularySize,
      int hiddenSize,
      int intermediateSize,
      int layers,
      int heads,
      int keyValueHeads,
      int maxPositions) {
    positive("num_attention_heads", heads);
    require(
        hiddenSize % heads == 0,
        "hidden_size",
        hiddenSize,
        "a multiple of num_attention_heads, which is " + heads);
    return new Architecture(
        "llama",
        vocabularySize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        keyValueHeads,
        hiddenSize / heads,
        maxPositions,
        1e-5,
        new Rope(10_000),
        true,
        Variant.PLAIN,
        1,
        List.of(2),
        ABSENT);
  }

  /**
   * Reads config.json, as transformers 4 or 5 wrote it. Keys that do not change the numbers are
   * ignored; what would change them and is not supported is refused.
   *
   * @param path a checkpoint's folder or the file itself
   * @throws IllegalArgumentException if it is missing, wrong or asks for what is not supported
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Architecture read(Path path) {
    KeyedReader config = KeyedReader.json(Files.isDirectory(path) ? path.resolve(CONFIG) : path);
    return DecoderFamily.of(config.neededText("model_type")).read(config);
  }

  /** What the family decides: names of tensors, norms, projections. */
  public DecoderFamily decoderFamily() {
    return DecoderFamily.of(family);
  }

  /** The main id that ends a text, or {@link #ABSENT}. */
  public int eosId() {
    return eosIds.isEmpty() ? ABSENT : eosIds.get(0);
  }

  /** How many keys a query may see going back where a window holds, its own included; 0 for all. */
  public int slidingWindow() {
    return variant.window();
  }

  /** The factor on products of queries and keys that makes attention scores. */
  public double attentionScale() {
    return 1 / Math.sqrt(variant.queryScalar() > 0 ? variant.queryScalar() : headSize);
  }

  /** The kinds of layers that there are: what the kernels' lists of masks and tables are for. */
  public List<LayerKind> kinds() {
    return IntStream.range(0, layers).mapToObj(variant::kind).distinct().sorted().toList();
  }

  /** The rotary positions of the layers of a kind. */
  public Rope rope(LayerKind kind) {
    boolean own = kind == LayerKind.WINDOWED && variant.windowTheta() > 0;
    return own ? new Rope(variant.windowTheta(), new RopeScaling.None(), rope.share()) : rope;
  }

  /** How many numbers the weights are, tied embeddings counted once. */
  public long parameters() {
    return decoderFamily().tensors(this).values().stream()
        .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
        .sum();
  }

  /**
   * A config.json that transformers 4 and 5 read.
   *
   * @param torchType the type of the stored weights: float32, float16 or bfloat16
   * @return indented JSON that ends with a line end
   * @throws IllegalArgumentException if the type is none of these
   */
  public String toConfigJson(String torchType) {
    require(
        List.of("float32", "float16", "bfloat16").contains(torchType),
        "torch_dtype",
        torchType,
        "float32, float16 or bfloat16");
    return ConfigWriter.write(this, torchType);
  }

  /** A copy with embeddings that are, or are not, the output projection as well. */
  public Architecture withTiedEmbeddings(boolean tied) {
    return with(vocabularySize, tied, bosId);
  }

  /** A copy for another vocabulary; ids of special tokens must fit into it. */
  public Architecture withVocabularySize(int tokens) {
    return with(tokens, tiedEmbeddings, bosId);
  }

  /** A copy whose texts begin with another token. */
  public Architecture withBos(int id) {
    return with(vocabularySize, tiedEmbeddings, id);
  }

  private Architecture with(int tokens, boolean tied, int bos) {
    return new Architecture(
        family,
        tokens,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        keyValueHeads,
        headSize,
        maxPositions,
        normEpsilon,
        rope,
        tied,
        variant,
        bos,
        eosIds,
        padId);
  }

  private static void positive(String key, int value) {
    require(
        value > 0 && value <= LARGEST, key, value, "a positive number that is at most " + LARGEST);
  }

  /** Refuses what would take all memory before the weights are found to be missing. */
  static void checkLayers(int layers) {
    require(
        layers > 0 && layers <= MOST_LAYERS,
        "num_hidden_layers",
        layers,
        "a positive number that is at most " + MOST_LAYERS);
  }

  private static void checkId(String key, int id, int vocabularySize) {
    require(
        id >= ABSENT && id < vocabularySize,
        key,
        id,
        "an id below vocab_size, which is " + vocabularySize + ", or none");
  }

  static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          key + " is " + Quoted.value("" + value) + ", expected " + expected + "; correct it.");
    }
  }
}
