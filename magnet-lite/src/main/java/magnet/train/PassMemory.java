package magnet.train;

import magnet.model.Precision;
import magnet.model.family.Architecture;
import magnet.model.family.DecoderFamily;

/**
 * What a training pass keeps in memory until its gradients are there, besides the weights: an
 * estimate, operation by operation, of what the layers make.
 *
 * @param of the model's shape
 * @param precision what it computes in
 * @param onGpu whether it runs on a GPU, where attention is fused in every precision
 * @param tokens of all rows together, padding included
 * @param length of a row in tokens
 * @param dropout whether inputs of LoRA are dropped
 */
public record PassMemory(
    Architecture of, Precision precision, boolean onGpu, long tokens, int length, boolean dropout) {

  /** Bytes that a plain pass keeps: all that its layers make. */
  public long plain() {
    return of.layers() * layer();
  }

  /** Bytes that a recomputed pass holds: what enters the layers, and all that one layer makes. */
  public long recomputed() {
    return (of.layers() + 2) * tokens * of.hiddenSize() * precision.bytes() + layer();
  }

  /** What the operations of one layer save of their inputs and outputs. */
  private long layer() {
    long hidden = of.hiddenSize();
    long queries = (long) of.heads() * of.headSize();
    long keys = (long) of.keyValueHeads() * of.headSize();
    long inner = of.intermediateSize();
    boolean narrow = precision == Precision.BFLOAT16;
    boolean capped = of.variant().scoreCap() > 0;
    // Two inputs of norms and what comes out; in bfloat16 the inputs in float32 as well.
    long norms = (narrow ? 8 : 4) * hidden;
    // q, k, v and what comes out; k and v are copied for every head where heads share them.
    long attention = 4 * queries + (keys < queries ? keys : 0);
    // Plain products keep their probabilities, and a cap what it bounded.
    long matrices = (capped ? 2 : 0) + (narrow && !onGpu || capped ? 1 : 0);
    long probabilities = matrices * of.heads() * length;
    long mlp = (DecoderFamily.of(of.family()).gated() ? 4 : 2) * inner;
    long dropped = dropout ? 2 * (2 * hidden + queries + inner) : 0;
    return tokens * precision.bytes() * (norms + attention + probabilities + mlp + dropped);
  }
}
