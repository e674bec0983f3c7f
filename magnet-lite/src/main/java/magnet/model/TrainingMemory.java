package magnet.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import magnet.model.family.LayerTensor;
import magnet.model.family.Norm;
import magnet.model.family.Projection;

/**
 * The native memory that a training takes at its peak, by part: estimated from the shape of the
 * model and its LoRA slots, before anything is loaded. In trials it was within a quarter.
 *
 * @param weights bytes of the model as it is held
 * @param learnt bytes of what learns, its gradients and Adam's two means
 * @param kept bytes that a plain pass keeps of one batch until its gradients are there
 * @param recomputed bytes that a pass holds whose layers are computed once more for their gradients
 * @param logits bytes of the rows of logits that the loss holds at a time
 * @param runtime bytes of Java and PyTorch themselves
 */
public record TrainingMemory(
    long weights, long learnt, long kept, long recomputed, long logits, long runtime) {

  /**
   * What is trained, and where.
   *
   * @param lora the adapter's rank and targets; empty where all weights learn
   * @param base how the matrices of the layers are held
   */
  public record Trained(
      Architecture of,
      Optional<AdapterConfig> lora,
      Precision precision,
      Quantisation base,
      boolean onGpu) {

    /** A model that is loaded. */
    public static Trained of(LanguageModel model) {
      Decoder decoder = model.decoder();
      return new Trained(
          model.architecture(),
          model.lora().map(LoraFactors::config),
          decoder.precision(),
          decoder.quantisation(),
          decoder.device().isGpu());
    }

    /** The same over a base that is held otherwise. */
    public Trained over(Quantisation other) {
      return new Trained(of, lora, precision, other, onGpu);
    }

    /** The same on a GPU, or on a CPU. */
    public Trained onGpu(boolean gpu) {
      return new Trained(of, lora, precision, base, gpu);
    }

    /** The projections that learn: all where there is no adapter. */
    private List<Projection> targets() {
      return Projection.of(of.decoderFamily()).stream()
          .filter(each -> lora.isEmpty() || lora.get().on(of).targets().contains(each.name()))
          .toList();
    }
  }

  /** Bytes for each number that is learnt: itself, its gradient and Adam's two means. */
  private static final int LEARNT = 16;

  /** The loss holds this many logits at a time, and at most that many rows if a row has more. */
  private static final long LOGITS = 1 << 23;

  private static final int LOGIT_ROWS = 64;

  /** Logits, what they become as probabilities, and their gradient. */
  private static final int LOGIT_COPIES = 3;

  private static final long RUNTIME = 250_000_000;

  /**
   * What a CPU's allocator (glibc 2.36) holds for each byte in use: freed blocks are kept, as that
   * is fast, and not every one fits what comes next. Measured on four shapes: 1.55 to 2.1.
   */
  private static final double HELD_ON_CPU = 1.8;

  /**
   * Estimates a training.
   *
   * @param rows texts of a batch, all views counted
   * @param tokens of each of them
   * @throws IllegalArgumentException if the model does not have the targets of the adapter
   */
  public static TrainingMemory of(Trained trained, int rows, int tokens) {
    Architecture of = trained.of();
    Precision precision = trained.precision();
    double held = (trained.onGpu() ? 1 : HELD_ON_CPU) * rows * tokens;
    // bytes a token
    long layer = perToken(trained) + scores(trained) * tokens * precision.bytes();
    long entering = (long) (of.layers() + 2) * of.hiddenSize() * precision.bytes();
    // A quantised base is made wide again: all of it at once in a plain pass, else a layer.
    long wide =
        trained.base() == Quantisation.NONE
            ? 0
            : Quantisation.NONE.bytes(of, precision) - tables(of) * precision.bytes();
    return new TrainingMemory(
        trained.base().bytes(of, precision),
        learnt(trained),
        Math.round(held * of.layers() * layer) + wide,
        Math.round(held * (entering + layer)) + wide / of.layers(),
        Math.max(LOGITS, (long) LOGIT_ROWS * of.vocabularySize()) * LOGIT_COPIES * Float.BYTES,
        RUNTIME);
  }

  /** Weights outside the layers, but for a few of norms. */
  private static long tables(Architecture of) {
    return (long) of.vocabularySize() * of.hiddenSize() * (of.tiedEmbeddings() ? 1 : 2);
  }

  private static long learnt(Trained trained) {
    Architecture of = trained.of();
    if (trained.lora().isEmpty()) { // the weights themselves are counted as weights
      return of.parameters() * (LEARNT - trained.precision().bytes());
    }
    long slots =
        trained.targets().stream()
            .mapToLong(each -> (long) each.inputs(of) + each.outputs(of))
            .sum();
    return slots * trained.lora().get().rank() * of.layers() * LEARNT;
  }

  /**
   * Bytes that a layer keeps for each token, but for attention scores. With H the hidden size and I
   * the MLP's inner size a Llama whose projections are all adapted keeps 8H + 4I numbers, and 2H
   * more in float32 where it computes in less, as its norms do: 24H + 8I bytes in bfloat16.
   */
  private static long perToken(Trained trained) {
    Architecture of = trained.of();
    DecoderFamily family = of.decoderFamily();
    Set<LayerTensor> adapted = EnumSet.noneOf(LayerTensor.class);
    trained.targets().forEach(each -> adapted.add(each.tensor()));
    long hidden = of.hiddenSize();
    long queries = (long) of.heads() * of.headSize();
    long keys = (long) of.keyValueHeads() * of.headSize();
    long inner = of.intermediateSize();
    int norms = 2;
    for (LayerTensor after :
        List.of(LayerTensor.AFTER_ATTENTION_NORM, LayerTensor.AFTER_MLP_NORM)) {
      norms += family.names().of(after).isEmpty() ? 0 : 1;
    }
    // What each norm reads; queries, and what attention gives (its LoRA reads that).
    long numbers = norms * hidden + 2 * queries;
    // Keys and values: fused attention wants a copy for every head that shares them.
    numbers += 2 * (isPlain(trained) ? keys : queries);
    // Gate, up and the activated gate, or what is activated alone.
    numbers += (family.gated() ? 3 : 1) * inner;
    long read = adapted.contains(LayerTensor.QUERY_KEY_VALUE) ? hidden : 0;
    read += adapted.contains(LayerTensor.MLP_IN) ? hidden : 0;
    read += adapted.contains(LayerTensor.MLP_OUT) ? inner : 0;
    numbers += read;
    if (trained.lora().map(AdapterConfig::dropout).orElse(0.0) > 0) {
      // Of what LoRA reads, also which elements are dropped; attention itself keeps what it gave,
      // besides what is left of it.
      numbers += read + (adapted.contains(LayerTensor.OUTPUT) ? 2 * queries : 0);
    }
    boolean wide = trained.precision() == Precision.BFLOAT16 && family.norm() != Norm.LAYER;
    return numbers * trained.precision().bytes() + (wide ? norms * hidden * Float.BYTES : 0);
  }

  /** Whether attention is computed by products and a softmax: see the kernel's FASTEST. */
  private static boolean isPlain(Trained trained) {
    return trained.of().variant().scoreCap() > 0
        || (trained.precision() == Precision.BFLOAT16 && !trained.onGpu());
  }

  /** Numbers for each key that a query's token may see, where attention is not fused. */
  private static long scores(Trained trained) {
    if (!isPlain(trained)) {
      return 0;
    }
    // Probabilities; before them the capped scores.
    return (long) trained.of().heads() * (trained.of().variant().scoreCap() > 0 ? 2 : 1);
  }

  /** Bytes that the loss holds for each token whose logits are computed. */
  public static long ofLogits(Architecture of) {
    return (long) of.vocabularySize() * LOGIT_COPIES * Float.BYTES;
  }

  /** How many numbers learn, where an adapter does. */
  public long learntNumbers() {
    return learnt / LEARNT;
  }

  /** What a batch takes besides weights that are loaded. */
  public long ofBatch(boolean recompute) {
    return learnt + (recompute ? recomputed : kept) + logits;
  }

  /** All parts together. */
  public long total(boolean recompute) {
    return weights + ofBatch(recompute) + runtime;
  }
}
