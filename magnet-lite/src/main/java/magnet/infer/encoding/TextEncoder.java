package magnet.infer.encoding;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import magnet.infer.LengthBatches;
import magnet.infer.Positions;
import magnet.kernel.TorchRuntime;
import magnet.model.encoder.EncoderModel;
import magnet.model.encoder.EncoderTokenizer;
import magnet.model.encoder.SentenceFolder;
import magnet.model.tokenizer.TokenizedText;

/**
 * A text encoder that is no language model: a BERT or RoBERTa as Python's sentence-transformers
 * saves it, the strong baseline for embeddings ({@code Candidates.encoder}).
 *
 * <pre>{@code
 * Path folder = Hub.encoder("sentence-transformers/all-MiniLM-L6-v2");
 * try (TextEncoder encoder = TextEncoder.load(folder)) {
 *   float[][] vectors = encoder.encode(List.of("The cat naps.", "A cat is asleep."));
 * }
 * }</pre>
 *
 * <p>Vectors equal those of sentence-transformers: its pooling and normalising, its default prompt
 * before a sentence, and the cut after {@code max_seq_length} tokens are taken from the folder. It
 * computes in float32. Sentences go through in batches of like length; a vector does not depend on
 * what else is in its batch, but for rounding (below 1e-4).
 */
public final class TextEncoder implements SentenceEncoder, TokenEncoder, AutoCloseable {

  private final SentenceFolder folder;
  private final EncoderModel model;
  private final EncoderTokenizer tokenizer;
  private final int layer;

  private TextEncoder(
      SentenceFolder folder, EncoderModel model, EncoderTokenizer tokenizer, int layer) {
    this.folder = folder;
    this.model = model;
    this.tokenizer = tokenizer;
    this.layer = layer;
  }

  /**
   * Loads an encoder, onto the first GPU where there is one.
   *
   * @param folder as sentence-transformers saves it
   * @throws IllegalArgumentException if it is broken, or of a kind that is not supported
   */
  public static TextEncoder load(Path folder) {
    return load(folder, "auto");
  }

  /**
   * Loads an encoder.
   *
   * @param folder as sentence-transformers saves it
   * @param device {@code "cpu"}, {@code "gpu"}, {@code "gpu:1"}, or {@code "auto"}
   * @throws IllegalArgumentException as {@link #load(Path)}, or if there is no such device
   */
  public static TextEncoder load(Path folder, String device) {
    SentenceFolder read = SentenceFolder.read(folder);
    EncoderTokenizer tokenizer = EncoderTokenizer.open(read);
    try {
      EncoderModel model = EncoderModel.load(read, TorchRuntime.device(device));
      return new TextEncoder(read, model, tokenizer, read.shape().layers());
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** The folder that its files lie in. */
  public Path folder() {
    return folder.root();
  }

  /** How states become a sentence's vector: mean, cls, max or last. */
  public String pooling() {
    return folder.pooling().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public int dimensions() {
    return folder.shape().hiddenSize();
  }

  /**
   * Encodes sentences. A sentence longer than the encoder's limit is cut off there.
   *
   * @throws IllegalArgumentException if a sentence is empty
   */
  @Override
  public float[][] encode(List<String> sentences) {
    List<int[]> rows =
        sentences.stream()
            .map(each -> tokenizer.framed(own(folder.prompt() + each).ids(), folder.longest()))
            .toList();
    float[][] vectors = new float[rows.size()][];
    int hidden = dimensions();
    for (int[] batch : batches(rows)) {
      float[] found = model.vectors(Arrays.stream(batch).mapToObj(rows::get).toList(), layer);
      requireNumbers(found);
      for (int b = 0; b < batch.length; b++) {
        vectors[batch[b]] = Arrays.copyOfRange(found, b * hidden, (b + 1) * hidden);
      }
    }
    return vectors;
  }

  private void requireNumbers(float[] vectors) {
    for (float each : vectors) {
      if (Float.isNaN(each)) {
        throw new IllegalStateException(
            "A vector of " + folder() + " is NaN, expected numbers; download its weights again.");
      }
    }
  }

  private List<int[]> batches(List<int[]> rows) {
    int[] lengths = rows.stream().mapToInt(row -> row.length).toArray();
    return LengthBatches.of(lengths, LengthBatches.places(model.device()));
  }

  private TokenizedText own(String text) {
    TokenizedText tokens = tokenizer.tokens(text);
    if (tokens.length() == 0) {
      throw new IllegalArgumentException(
          "The text %s has no token, expected one at least; leave it out."
              .formatted(Positions.shown(text)));
    }
    return tokens;
  }

  /**
   * Encodes the tokens of texts: vectors as the last layer gives them, each with the whole text in
   * view, no prompt. What the tokenizer puts before a text comes first; what it puts at the end is
   * left out.
   *
   * @throws IllegalArgumentException if a text is empty, or longer than the encoder's positions
   */
  @Override
  public List<TokenVectors> encodeTokens(List<String> texts) {
    List<TokenizedText> own = texts.stream().map(this::own).toList();
    List<int[]> rows = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      int[] framed = tokenizer.framed(own.get(i).ids(), Integer.MAX_VALUE);
      if (framed.length > folder.shape().longest()) {
        throw new IllegalArgumentException(
            "The text %s has %d tokens, expected %d at most, the positions of %s; shorten it or cut it into pieces."
                .formatted(
                    Positions.shown(texts.get(i)),
                    framed.length,
                    folder.shape().longest(),
                    folder()));
      }
      rows.add(framed);
    }
    TokenVectors[] vectors = new TokenVectors[texts.size()];
    for (int[] batch : batches(rows)) {
      float[] states = model.states(Arrays.stream(batch).mapToObj(rows::get).toList(), layer);
      int longest = states.length / batch.length / dimensions();
      for (int b = 0; b < batch.length; b++) {
        int i = batch[b];
        vectors[i] = vectors(texts.get(i), own.get(i), rows.get(i), states, b * longest);
      }
    }
    return List.of(vectors);
  }

  /** The vectors of one text, whose states begin in a row of those of several. */
  private TokenVectors vectors(
      String text, TokenizedText own, int[] framed, float[] states, int first) {
    int begin = tokenizer.begin();
    TokenizedText tokens =
        new TokenizedText(
            Arrays.copyOf(framed, begin + own.length()),
            shifted(own.begin(), begin),
            shifted(own.end(), begin));
    return TokenVectors.of(text, tokens, states, first, dimensions());
  }

  /** The places of tokens after those of the frame, which have none. */
  private static int[] shifted(int[] places, int by) {
    int[] shifted = new int[places.length + by];
    System.arraycopy(places, 0, shifted, by, places.length);
    return shifted;
  }

  @Override
  public int layers() {
    return folder.shape().layers();
  }

  /**
   * This encoding of sentences and tokens by their states after a layer. It has the weights of this
   * encoder, and is closed with it.
   *
   * @param of how many layers the states have gone through: 0 for the embeddings
   * @throws IllegalArgumentException if the encoder has fewer layers
   */
  @Override
  public TextEncoder afterLayer(int of) {
    if (!hasLayer(of)) {
      throw new IllegalArgumentException(
          "The hidden layer of %s is %d, expected 0 (the embeddings) to %d, the layers that it has."
              .formatted(folder(), of, folder.shape().layers()));
    }
    return new TextEncoder(folder, model, tokenizer, of);
  }

  /** Frees the native memory of weights and tokenizer. */
  @Override
  public void close() {
    model.close();
    tokenizer.close();
  }

  @Override
  public String toString() {
    return "%s: %s, %d layers, %d dimensions, %s pooling%s, at most %d tokens"
        .formatted(
            folder(),
            folder.shape().family(),
            folder.shape().layers(),
            dimensions(),
            pooling(),
            folder.normalised() ? ", normalised" : "",
            folder.longest());
  }
}
