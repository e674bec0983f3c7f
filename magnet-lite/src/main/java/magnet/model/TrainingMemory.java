package magnet.model;

import ai.djl.Device;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import magnet.kernel.DecoderTraits.Norm;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;
import magnet.model.family.LayerTensor;
import magnet.model.family.Projection;

/**
 * The native memory that training an adapter takes at its peak, by part: estimated from the shape
 * of the model and its LoRA slots, before anything is loaded. In trials the estimate was within a
 * quarter.
 *
 * @param weights bytes of the frozen model
 * @param learnt bytes of the factors, their gradients and Adam's two means
 * @param activations bytes that the forward pass of one batch keeps for the backward pass
 * @param logits bytes of the rows of logits that the loss holds at a time
 * @param runtime bytes of Java and PyTorch themselves
 */
public record TrainingMemory(
    long weights, long learnt, long activations, long logits, long runtime) {

  /** Bytes for each number that is learnt: itself, its gradient and Adam's two means. */
  private static final int LEARNT = 16;

  /** The loss holds this many logits at a time, and at most that many rows if a row has more. */
  private static final long LOGITS = 1 << 23;

  private static final int LOGIT_ROWS = 64;

  /** Logits, what they become as probabilities, and their gradient. */
  private static final int LOGIT_COPIES = 3;

  private static final long RUNTIME = 250_000_000;

  /**
   * What a CPU's allocator holds for each byte in use: freed blocks are kept, as that is fast, and
   * not every one fits what comes next. Measured on three shapes: 1.55 to 1.67.
   */
  private static final double HELD_ON_CPU = 1.6;

  /**
   * Estimates a training.
   *
   * @param of the model's shape
   * @param lora the adapter's rank and targets
   * @param precision what the model computes in
   * @param device where
   * @param rows texts of a batch, all views counted
   * @param tokens of each of them
   * @throws IllegalArgumentException if the model does not have the targets
   */
  public static TrainingMemory of(
      Architecture of,
      AdapterConfig lora,
      Precision precision,
      Device device,
      int rows,
      int tokens) {
    List<Projection> targets =
        Projection.of(DecoderFamily.of(of.family())).stream()
            .filter(each -> lora.on(of).targets().contains(each.name()))
            .toList();
    long slots =
        targets.stream().mapToLong(each -> (long) each.inputs(of) + each.outputs(of)).sum();
    boolean plain =
        of.variant().scoreCap() > 0 || (precision == Precision.BFLOAT16 && !device.isGpu());
    long kept =
        perToken(of, targets, precision)
            + (plain ? scores(of) * tokens * precision.bytes() : 0); // bytes a token and layer
    double held = device.isGpu() ? 1 : HELD_ON_CPU;
    return new TrainingMemory(
        of.parameters() * precision.bytes(),
        slots * lora.rank() * of.layers() * LEARNT,
        Math.round(held * rows * tokens * of.layers() * kept),
        Math.max(LOGITS, (long) LOGIT_ROWS * of.vocabularySize()) * LOGIT_COPIES * Float.BYTES,
        RUNTIME);
  }

  /**
   * Bytes that a layer keeps for each token, but for attention scores. With H the hidden size and I
   * the MLP's inner size a Llama whose projections are all adapted keeps 8H + 4I numbers, and 2H
   * more in float32 where it computes in less, as its norms do: 24H + 8I bytes in bfloat16.
   */
  static long perToken(Architecture of, List<Projection> targets, Precision precision) {
    DecoderFamily family = DecoderFamily.of(of.family());
    Set<LayerTensor> adapted = EnumSet.noneOf(LayerTensor.class);
    targets.forEach(each -> adapted.add(each.tensor()));
    long hidden = of.hiddenSize();
    long heads = (long) of.heads() * of.headSize();
    long inner = of.intermediateSize();
    int norms = 2;
    for (LayerTensor after :
        List.of(LayerTensor.AFTER_ATTENTION_NORM, LayerTensor.AFTER_MLP_NORM)) {
      norms += family.layer().of(after).isEmpty() ? 0 : 1;
    }
    // What each norm reads; queries, keys, values and what attention gives (its LoRA reads that).
    long numbers = norms * hidden + 4 * heads;
    numbers += adapted.contains(LayerTensor.QUERY_KEY_VALUE) ? hidden : 0;
    numbers += adapted.contains(LayerTensor.MLP_IN) ? hidden : 0;
    // Gate, up and the activated gate, or what is activated alone; then what the last matrix reads.
    numbers += (family.gated() ? 3 : 1) * inner;
    numbers += adapted.contains(LayerTensor.MLP_OUT) ? inner : 0;
    boolean wide = precision == Precision.BFLOAT16 && family.norm() != Norm.LAYER;
    return numbers * precision.bytes() + (wide ? norms * hidden * Float.BYTES : 0);
  }

  /** Numbers for each key that a query's token may see, where attention is not fused. */
  private static long scores(Architecture of) {
    // Probabilities; before them the capped scores.
    return (long) of.heads() * (of.variant().scoreCap() > 0 ? 2 : 1);
  }

  /** All parts together. */
  public long total() {
    return weights + learnt + activations + logits + runtime;
  }
}
