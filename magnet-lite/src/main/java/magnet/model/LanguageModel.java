package magnet.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import magnet.kernel.DecoderKernel;
import magnet.kernel.DecoderKernel.Dropout;
import magnet.kernel.HostCopy;
import magnet.kernel.NativeMemory;
import magnet.model.family.Architecture;

/**
 * A decoder with or without an adapter: the function that training differentiates and inference
 * calls. Several language models may share one decoder.
 *
 * <p>Passes read the {@code wanted} tokens: for each text of a batch indices of its tokens, one at
 * least in all. The M results come text by text, in the order of these.
 *
 * <p>Closing it frees what it made itself (prepared factors), never the decoder or the adapter;
 * what a call makes belongs to the scope that it is given. Passes of one model may run from several
 * threads at a time.
 */
public final class LanguageModel implements AutoCloseable {

  /** Logits held at once where only likelihoods are asked for: 4 Mi floats are 16 MiB. */
  private static final int LOGITS_AT_ONCE = 1 << 22;

  /** A GPU takes masks of such lengths as they are, and copies others to fill them up. */
  private static final int ROWS_ON_GPU = 8;

  private final Decoder decoder;
  private final LoraFactors lora;
  private final NDManager own;
  private final NativeMemory memory;
  private final List<NDArray> noLora;
  private final List<NDArray> prepared;
  private final DecoderKernel.Attention attention;
  private final int rowsIn;
  private Int8Decoding int8;

  private LanguageModel(
      Decoder decoder, LoraFactors lora, DecoderKernel.Attention attention, int rowsIn) {
    this.decoder = decoder;
    this.lora = lora;
    this.attention = attention;
    this.rowsIn = rowsIn;
    own = decoder.newScope();
    memory = new NativeMemory(this, own);
    noLora = List.of(own.zeros(new Shape(0)));
    prepared = lora == null ? noLora : lora.stacked(own, decoder, false);
  }

  /** The base model alone. */
  public static LanguageModel of(Decoder decoder) {
    return of(decoder, null);
  }

  /**
   * The base model with an adapter, as the adapter is now: factors that are trained further are
   * seen by {@link #trainingPass}, and by inference in a model made afterwards.
   */
  public static LanguageModel of(Decoder decoder, LoraFactors lora) {
    int multiple = decoder.device().isGpu() ? ROWS_ON_GPU : 1;
    return new LanguageModel(decoder, lora, DecoderKernel.Attention.FASTEST, multiple);
  }

  /** This model with attention computed in a given way: equal numbers, different speed. */
  public LanguageModel withAttention(DecoderKernel.Attention way) {
    return new LanguageModel(decoder, lora, way, rowsIn);
  }

  /** This model with rows whose lengths are multiples of a number, as on a GPU. */
  LanguageModel withRowsIn(int multiple) {
    return new LanguageModel(decoder, lora, attention, multiple);
  }

  /** The base model. */
  public Decoder decoder() {
    return decoder;
  }

  /** The adapter, if there is one. */
  public Optional<LoraFactors> lora() {
    return Optional.ofNullable(lora);
  }

  /** Whether {@link #extend} uses int8 weights. */
  public boolean decodesInInt8() {
    return int8 != null;
  }

  /** The shape of the model. */
  public Architecture architecture() {
    return decoder.architecture();
  }

  /** A scope on the model's device; the caller closes it. */
  public NDManager newScope() {
    return decoder.newScope(this);
  }

  /**
   * Hidden states after the final norm, float32 {@code [M, hidden]}; the last layer is computed for
   * these tokens only.
   */
  public NDArray hiddenStates(NDManager scope, TokenBatch batch, List<int[]> wanted) {
    NDArray hidden = inferred(scope, batch, wanted, weights(batch));
    return decoder.tensors().toFloat32(scope, hidden);
  }

  /**
   * Hidden states of some tokens after some layers, before the final norm, from one pass. The
   * states of all layers are held for a moment.
   *
   * @param layers how many layers the states have gone through: 0 for the embeddings, at most all
   * @return float32 {@code [M, hidden]} for each of the layers
   */
  public NDList hiddenStates(
      NDManager scope, TokenBatch batch, List<Integer> layers, List<int[]> wanted) {
    NDList states = residualStream(scope, batch); // [rows, tokens, hidden] each
    long[] places =
        IntStream.range(0, wanted.size())
            .boxed()
            .flatMapToLong(
                text ->
                    Arrays.stream(wanted.get(text)).mapToLong(token -> batch.place(text, token)))
            .toArray();
    NDArray rows = scope.create(places);
    int hidden = architecture().hiddenSize();
    return layers.stream()
        .map(layer -> states.get(layer).reshape(-1, hidden).get(rows))
        .collect(Collectors.toCollection(NDList::new));
  }

  /** The scores of what comes after each token: logits, float32 {@code [M, vocabulary]}. */
  public NDArray logits(NDManager scope, TokenBatch batch, List<int[]> wanted) {
    DecoderKernel.Weights weights = weights(batch);
    NDArray hidden = inferred(scope, batch, wanted, weights);
    return decoder.kernel().head(scope, hidden, weights);
  }

  /**
   * How likely given tokens are to come after some others. Logits are never held for all rows at
   * once, however large the vocabulary is.
   *
   * @param targets for each text, the ids whose likelihood is asked for, one for each that predicts
   * @return natural logarithms of probabilities
   */
  public float[] logLikelihoods(
      NDManager scope, TokenBatch batch, List<int[]> wanted, List<int[]> targets) {
    DecoderKernel.Weights weights = weights(batch);
    NDArray hidden = inferred(scope, batch, wanted, weights);
    long[] ids = targets.stream().flatMapToInt(Arrays::stream).asLongStream().toArray();
    int chunk = Math.max(1, LOGITS_AT_ONCE / architecture().vocabularySize());
    return HostCopy.floats(
        decoder.kernel().logLikelihood(scope, hidden, scope.create(ids), chunk, weights));
  }

  /**
   * Every state of the residual stream.
   *
   * @return float32 {@code [rows, tokens, hidden]} each: the embeddings, the output of each layer,
   *     and last that of the final norm
   */
  public NDList residualStream(NDManager scope, TokenBatch batch) {
    return decoder.kernel().states(scope, rows(scope, batch), weights(batch), attention);
  }

  /**
   * One more piece of text for each row of a cache, which then holds it as well.
   *
   * @param cache what came before; must have room
   * @param tokens token ids, {@code [rows][tokens]}, all rows of one length
   * @param positions each token's place in its text, {@code [rows][tokens]}
   * @param causal whether each token sees the piece up to itself only, else all of it; only an
   *     empty cache takes more than one token
   * @param hidden for each row, how many of the cache's first slots it must not see, as {@code
   *     [rows][slots]} flags; null where every slot is seen
   * @param read indices of the piece's tokens whose logits are wanted
   * @return logits, float32 {@code [rows, read, vocabulary]}
   * @throws IllegalArgumentException if the cache has no room
   */
  public NDArray extend(
      NDManager scope,
      KeyValueCache cache,
      int[][] tokens,
      int[][] positions,
      boolean causal,
      boolean[][] hidden,
      int[] read) {
    int rows = tokens.length;
    int count = tokens[0].length;
    int end = cache.length() + count;
    if (rows != cache.rows() || end > cache.capacity()) {
      throw new IllegalArgumentException(
          "A cache of %s x %s tokens cannot take %s x %s after its %s; make it larger."
              .formatted(cache.rows(), cache.capacity(), rows, count, cache.length()));
    }
    cache.place(positions);
    int last = Arrays.stream(positions).flatMapToInt(Arrays::stream).max().orElseThrow();
    CacheMasks masks = CacheMasks.of(scope, decoder, cache, count, causal, hidden);
    NDArray logits =
        decoder
            .kernel()
            .extend(
                scope,
                new DecoderKernel.Rows(
                    ids(scope, tokens),
                    ids(scope, positions),
                    masks.masks(),
                    noLora, // no pass of whole texts
                    causal && count > 1),
                cache.length(),
                masks.firsts(),
                scope.create(Arrays.stream(read).asLongStream().toArray()),
                weights(last, count == 1, prepared),
                cache.arrays(),
                attention);
    cache.filled(count);
    return logits;
  }

  /**
   * A pass that gradients flow through: to LoRA factors, or to the decoder's own weights where they
   * are trainable.
   *
   * @return hidden states after the final norm, {@code [M, hidden]} in the model's precision
   */
  public NDArray trainingPass(
      NDManager scope, TokenBatch batch, List<int[]> wanted, Dropout dropout) {
    DecoderKernel.Weights weights = current(scope, batch, true);
    return decoder.kernel().forward(scope, pass(scope, batch, wanted, weights, dropout), true);
  }

  /**
   * As {@link #trainingPass}, for less memory: only what enters each layer is kept, and a layer is
   * computed once more for its gradients. On a CPU its numbers are those of {@link #trainingPass}
   * bit for bit.
   */
  public DecoderKernel.KeptPass keptPass(
      NDManager scope, TokenBatch batch, List<int[]> wanted, Dropout dropout) {
    DecoderKernel.Weights weights = current(scope, batch, true);
    return decoder.kernel().keptPass(scope, pass(scope, batch, wanted, weights, dropout));
  }

  /**
   * The pass of {@link #trainingPass} without gradients and dropout: what losses on held-out text
   * read. Unlike {@link #hiddenStates} it sees LoRA factors as they are now.
   *
   * @return hidden states after the final norm, {@code [M, hidden]} in the model's precision
   */
  public NDArray evaluationPass(NDManager scope, TokenBatch batch, List<int[]> wanted) {
    return inferred(scope, batch, wanted, current(scope, batch, false));
  }

  /** The weights with the factors as they are now. */
  private DecoderKernel.Weights current(NDManager scope, TokenBatch batch, boolean train) {
    List<NDArray> factors = lora == null ? noLora : lora.stacked(scope, decoder, train);
    return weights(batch.lastPosition(), false, factors);
  }

  /**
   * This model with int8 weights for decoding (symmetric, one scale a row): generation and
   * infilling read a quarter of the memory of float32 for each token. Matrices whose inputs are no
   * multiple of 32 stay as they are. Embedding and training are unchanged; check the perplexity. An
   * int8 base's codes are shared. On a GPU codes save memory, not time: see {@link Int8Decoding}.
   *
   * @throws IllegalStateException if the base is held in other codes
   */
  public LanguageModel withInt8Decoding() {
    if (decoder.quantisation() != Quantisation.INT8) {
      decoder.requireWhole("Decoding in int8");
    }
    LanguageModel model = new LanguageModel(decoder, lora, attention, rowsIn);
    model.int8 = Int8Decoding.of(decoder, model.own);
    return model;
  }

  private NDArray inferred(
      NDManager scope, TokenBatch batch, List<int[]> wanted, DecoderKernel.Weights weights) {
    DecoderKernel.Pass pass = pass(scope, batch, wanted, weights, Dropout.NONE);
    return decoder.kernel().forward(scope, pass, false);
  }

  private DecoderKernel.Pass pass(
      NDManager scope,
      TokenBatch batch,
      List<int[]> wanted,
      DecoderKernel.Weights weights,
      Dropout dropout) {
    return new DecoderKernel.Pass(
        rows(scope, batch.ofRowsIn(rowsIn)),
        batch.reading(scope, wanted),
        weights,
        attention,
        dropout);
  }

  private DecoderKernel.Rows rows(NDManager scope, TokenBatch batch) {
    boolean byText = decoder.flash().isTaken(attention) && !batch.isBranching();
    return batch.rows(scope, decoder.masks(), architecture().kinds(), byText);
  }

  private DecoderKernel.Weights weights(TokenBatch batch) {
    return weights(batch.lastPosition(), false, prepared);
  }

  /** The weights for a piece: int8 pays where weights are read for one token, not for many. */
  private DecoderKernel.Weights weights(int lastPosition, boolean oneToken, List<NDArray> factors) {
    RotaryTables.Tables tables = decoder.rotary(lastPosition + 1);
    boolean small = int8 != null && oneToken;
    return new DecoderKernel.Weights(
        small ? int8.weights() : decoder.weights(),
        small ? int8.scales() : decoder.scales(),
        factors,
        tables.cos(),
        tables.sin());
  }

  private static NDArray ids(NDManager scope, int[][] values) {
    long[] flat = Arrays.stream(values).flatMapToInt(Arrays::stream).asLongStream().toArray();
    return scope.create(flat, new Shape(values.length, values[0].length));
  }

  /** Frees what this model made itself; the decoder and the adapter stay. Closing twice is fine. */
  @Override
  public void close() {
    memory.close();
  }
}
