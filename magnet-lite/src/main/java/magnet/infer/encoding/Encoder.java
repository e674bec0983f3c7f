package magnet.infer.encoding;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import magnet.infer.FramedText;
import magnet.infer.LengthBatches;
import magnet.infer.Positions;
import magnet.infer.TextFrame;
import magnet.infer.UnusableTexts;
import magnet.io.Quoted;
import magnet.kernel.HostCopy;
import magnet.model.LanguageModel;
import magnet.model.TokenBatch;
import magnet.model.TokenSequence;
import magnet.model.tokenizer.TokenizedText;
import magnet.view.progress.Progress;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/**
 * Encodes sentences and tokens with a decoder: every token sees the whole text, unless the options
 * say causal.
 *
 * <p>Sentences go through in batches of like length. A vector does not depend on what else is in
 * its batch, but for rounding (below 1e-4).
 */
public final class Encoder implements SentenceEncoder, TokenEncoder {

  // Of the kind that the paper uses for models that were not trained for it; the words are ours.
  private static final String ECHO = "Rewrite the sentence: %s, rewritten sentence:";

  private final LanguageModel model;
  private final TextFrame frame;
  private final EncoderOptions options;
  private final UnaryOperator<String> before; // what is put before a sentence
  private final List<Integer> layer; // one at most

  /**
   * An encoder. The model stays open as long as it is used.
   *
   * @throws IllegalArgumentException if the options want more dimensions than the model has
   */
  public Encoder(LanguageModel model, TextFrame frame, EncoderOptions options) {
    this(model, frame, options, sentence -> options.instruction(), List.of());
  }

  private Encoder(
      LanguageModel model,
      TextFrame frame,
      EncoderOptions options,
      UnaryOperator<String> before,
      List<Integer> layer) {
    this.model = model;
    this.frame = frame;
    this.options = options;
    this.before = before;
    this.layer = layer;
    int hidden = model.architecture().hiddenSize();
    if (options.dimensions() > hidden) {
      throw new IllegalArgumentException(
          "dimensions is %s, expected %s at most, the model's hidden size."
              .formatted(options.dimensions(), hidden));
    }
  }

  /**
   * This encoding of sentences and tokens by their states after a layer, before the final norm. All
   * layers are still computed.
   *
   * @param of how many layers the states have gone through: 0 for the embeddings
   * @throws IllegalArgumentException if the model has fewer layers
   */
  @Override
  public Encoder afterLayer(int of) {
    requireLayer(of);
    return new Encoder(model, frame, options, before, List.of(of));
  }

  /**
   * This encoding of repeated sentences (Springer, Kotha, Fried, Neubig and Raghunathan,
   * "Repetition improves language model embeddings", 2024): a sentence is put in twice and only the
   * second copy is pooled, whose tokens have all seen the whole sentence although the model reads
   * from left to right. It needs no training, and twice the tokens. The request to rewrite takes
   * the instruction's place.
   */
  public Encoder echoing() {
    return new Encoder(model, frame, options, ECHO::formatted, layer);
  }

  private void requireLayer(int of) {
    if (!hasLayer(of)) {
      throw new IllegalArgumentException(
          "The hidden layer is %d, expected 0 (the embeddings) to %d, the layers that the model has."
              .formatted(of, model.architecture().layers()));
    }
  }

  @Override
  public int layers() {
    return model.architecture().layers();
  }

  @Override
  public int dimensions() {
    return options.dimensions() > 0 ? options.dimensions() : model.architecture().hiddenSize();
  }

  @Override
  public float[][] encode(List<String> sentences) {
    return encode(sentences, Progress.none());
  }

  /**
   * As {@link #encode(List)}, and tells a view after each batch how many are done.
   *
   * @param progress is left open
   */
  public float[][] encode(List<String> sentences, ProgressView progress) {
    return vectors(framed(sentences), List.of(options.pooler()), progress)[0];
  }

  /**
   * The tokens of sentences, as {@link #encode(List)} gives them to {@link #encodeFramed(List)}.
   *
   * @throws IllegalArgumentException if a sentence is empty or too long
   */
  public List<FramedText> framed(List<String> sentences) {
    return UnusableTexts.prepare(
        sentences,
        sentence -> {
          FramedText text = frame.framedSentence(before.apply(sentence), sentence);
          if (options.cut()) {
            return text.cut(model.architecture().maxPositions());
          }
          Positions.require(text.tokens().length, model.architecture(), sentence);
          return text;
        });
  }

  /**
   * This encoding with several poolings in place of the options' one: a sentence goes through the
   * model once for all of them.
   *
   * @param poolings by name, in the order in which they are reported
   */
  public PooledEncoder pooled(Map<String, Pooler> poolings) {
    List<Pooler> poolers = List.copyOf(poolings.values());
    return new PooledEncoder(
        List.copyOf(poolings.keySet()),
        sentences -> vectors(framed(sentences), poolers, Progress.none()));
  }

  /**
   * Encodes sentences that are tokens already.
   *
   * @param sentences with whatever frame they need
   * @return {@code [sentences][dimensions]} in the order of the sentences; the caller owns it
   */
  public float[][] encodeFramed(List<FramedText> sentences) {
    return vectors(sentences, List.of(options.pooler()), Progress.none())[0];
  }

  /** {@code [poolers][sentences][dimensions]}. */
  private float[][][] vectors(
      List<FramedText> sentences, List<Pooler> poolers, ProgressView progress) {
    ProgressCount steps = new ProgressCount("embedding", sentences.size(), "texts", progress);
    float[][][] vectors = new float[poolers.size()][sentences.size()][];
    int[] lengths = sentences.stream().mapToInt(each -> each.tokens().length).toArray();
    for (int[] batch : batches(lengths)) {
      List<FramedText> texts = Arrays.stream(batch).mapToObj(sentences::get).toList();
      List<List<Pooler.Shares>> shares =
          texts.stream()
              .map(text -> poolers.stream().map(pooler -> pooler.shares(text)).toList())
              .toList();
      List<int[]> wanted = shares.stream().map(Encoder::counting).toList();
      List<int[]> ids = texts.stream().map(FramedText::tokens).toList();
      float[] rows = hiddenStates(ids, wanted, layer)[0];
      int first = 0;
      for (int b = 0; b < batch.length; b++) {
        for (int p = 0; p < vectors.length; p++) {
          vectors[p][batch[b]] = pooled(rows, first, wanted.get(b), shares.get(b).get(p));
        }
        first += wanted.get(b).length;
      }
      steps.done(batch.length);
    }
    return vectors;
  }

  private List<int[]> batches(int[] lengths) {
    int most = options.batch() > 0 ? options.batch() : Integer.MAX_VALUE;
    return LengthBatches.of(lengths, LengthBatches.places(model), most);
  }

  /** The tokens that count for one pooler at least, rising. */
  private static int[] counting(List<Pooler.Shares> shares) {
    return shares.stream()
        .flatMapToInt(share -> Arrays.stream(share.tokens()))
        .sorted()
        .distinct()
        .toArray();
  }

  /** Hidden states of the wanted tokens, {@code [layers][M * hidden]}; of no layer the last. */
  private float[][] hiddenStates(List<int[]> ids, List<int[]> wanted, List<Integer> layers) {
    Function<int[], TokenSequence> pattern =
        options.causal() ? TokenSequence::causal : TokenSequence::bidirectional;
    TokenBatch batch =
        TokenBatch.padded(ids.stream().map(pattern).toList(), model.architecture().slidingWindow());
    try (NDManager scope = model.newScope()) {
      NDList hidden =
          layers.isEmpty()
              ? new NDList(model.hiddenStates(scope, batch, wanted))
              : model.hiddenStates(scope, batch, layers, wanted);
      return hidden.stream().map(HostCopy::floats).map(Encoder::finite).toArray(float[][]::new);
    }
  }

  private static float[] finite(float[] states) {
    for (float value : states) {
      if (!Float.isFinite(value)) {
        throw unusable("A hidden state is " + value + ", expected a number");
      }
    }
    return states;
  }

  private static IllegalStateException unusable(String what) {
    return new IllegalStateException(
        what
            + "; the model's weights are damaged or its training diverged: load an earlier state,"
            + " train with a lower learning rate, or compute in float32.");
  }

  /**
   * The weighted sum of one sentence.
   *
   * @param rows hidden states, {@code [M * hidden]}, of which the sentence's begin at one
   * @param tokens which token each of its rows is of, rising
   */
  private float[] pooled(float[] rows, int first, int[] tokens, Pooler.Shares shares) {
    int hidden = model.architecture().hiddenSize();
    float[] vector = new float[dimensions()];
    for (int i = 0; i < shares.tokens().length; i++) {
      int start = (first + Arrays.binarySearch(tokens, shares.tokens()[i])) * hidden;
      for (int d = 0; d < vector.length; d++) {
        vector[d] += shares.weights()[i] * rows[start + d];
      }
    }
    double length = length(vector); // refuses what has none, whether it is used or not
    if (options.normalised()) {
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) (vector[d] / length);
      }
    }
    return vector;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    if (squares == 0) {
      throw unusable("An embedding is all zeros, which have no direction, expected numbers");
    }
    if (!Double.isFinite(squares)) {
      throw unusable("An embedding is too large for a float, expected numbers");
    }
    return Math.sqrt(squares);
  }

  /** As {@link TokenEncoder} says: no instruction, no end token, vectors as the model has them. */
  @Override
  public List<TokenVectors> encodeTokens(List<String> texts) {
    return tokenVectors(texts, layer).get(0);
  }

  /** As {@link TokenEncoder} says, from one pass through the model for all layers. */
  @Override
  public List<List<TokenVectors>> encodeTokens(List<String> texts, List<Integer> layers) {
    layers.forEach(this::requireLayer);
    return layers.isEmpty() ? List.of() : tokenVectors(texts, layers);
  }

  private List<List<TokenVectors>> tokenVectors(List<String> texts, List<Integer> layers) {
    List<TokenizedText> tokenized = UnusableTexts.prepare(texts, this::tokenized);
    TokenVectors[][] vectors = new TokenVectors[Math.max(1, layers.size())][texts.size()];
    int[] lengths = tokenized.stream().mapToInt(TokenizedText::length).toArray();
    int hidden = model.architecture().hiddenSize();
    for (int[] batch : batches(lengths)) {
      float[][] rows =
          hiddenStates(
              Arrays.stream(batch).mapToObj(i -> tokenized.get(i).ids()).toList(),
              Arrays.stream(batch).mapToObj(i -> IntStream.range(0, lengths[i]).toArray()).toList(),
              layers);
      int first = 0;
      for (int i : batch) {
        for (int each = 0; each < rows.length; each++) {
          vectors[each][i] =
              TokenVectors.of(texts.get(i), tokenized.get(i), rows[each], first, hidden);
        }
        first += lengths[i];
      }
    }
    return Arrays.stream(vectors).map(List::of).toList();
  }

  private TokenizedText tokenized(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "The text \"" + Quoted.value(text) + "\" is empty, expected some words.");
    }
    TokenizedText tokens = frame.rangedPrompt(text);
    Positions.require(tokens.length(), model.architecture(), text);
    return tokens;
  }
}
