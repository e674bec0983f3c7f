package magnet.train;

import magnet.kernel.DecoderKernel;
import magnet.model.Architecture;
import magnet.model.DecoderFamily;
import magnet.model.LanguageModel;
import magnet.model.Precision;
import magnet.model.Quantisation;
import magnet.model.TokenBatch;

/**
 * Which training passes compute layers once more to save memory. On a CPU both ways give the same
 * numbers to the bit, so that it is a matter of memory and time alone.
 *
 * @param most a pass that keeps more bytes than these until its backward pass is recomputed
 */
public record Recomputation(long most) {

  /** Every pass is recomputed. */
  public static final Recomputation ALWAYS = new Recomputation(-1);

  /** No pass is recomputed, whatever it takes. */
  public static final Recomputation NEVER = new Recomputation(Long.MAX_VALUE);

  /**
   * Passes are recomputed that would not fit otherwise, and all of a quantised base, as they would
   * keep its whole weights. A GPU's memory is not known here: nothing is recomputed there unless
   * the base is quantised.
   *
   * @param model what is trained
   * @param free bytes that the process can have
   */
  public static Recomputation beyond(LanguageModel model, long free) {
    if (model.decoder().quantisation() != Quantisation.NONE) {
      return ALWAYS;
    }
    return model.decoder().device().isGpu() ? NEVER : new Recomputation(free);
  }

  boolean suits(LanguageModel model, TokenBatch batch, DecoderKernel.Dropout dropout) {
    long kept =
        plainBytes(
            model.architecture(),
            model.decoder().precision(),
            (long) batch.rows() * batch.length(),
            batch.length(),
            dropout.share() > 0);
    return kept > most;
  }

  /**
   * What a plain pass keeps for its backward pass: an estimate of what its layers make.
   *
   * @param of the model's shape
   * @param precision what it computes in
   * @param tokens of all rows together, padding included
   * @param length of a row in tokens
   * @param dropout whether inputs of LoRA are dropped
   * @return bytes
   */
  public static long plainBytes(
      Architecture of, Precision precision, long tokens, int length, boolean dropout) {
    return of.layers() * layerBytes(of, precision, tokens, length, dropout);
  }

  /**
   * What a recomputed pass holds at its peak: what enters the layers, and all that one layer makes.
   *
   * @param of the model's shape
   * @param precision what it computes in
   * @param tokens of all rows together, padding included
   * @param length of a row in tokens
   * @param dropout whether inputs of LoRA are dropped
   * @return bytes
   */
  public static long keptBytes(
      Architecture of, Precision precision, long tokens, int length, boolean dropout) {
    return tokens * of.hiddenSize() * precision.bytes() * (of.layers() + 2)
        + layerBytes(of, precision, tokens, length, dropout);
  }

  /** Of one layer: what its operations save of their inputs and outputs, number by number. */
  private static long layerBytes(
      Architecture of, Precision precision, long tokens, int length, boolean dropout) {
    long hidden = of.hiddenSize();
    long queries = (long) of.heads() * of.headSize();
    long keys = (long) of.keyValueHeads() * of.headSize();
    boolean narrow = precision == Precision.BFLOAT16;
    // Two inputs of norms, two outputs; in bfloat16 the former in float32 as well.
    long norms = (narrow ? 8 : 4) * hidden;
    // q and k, copies of k and v for every head, what comes out, once more in the order of heads.
    long attention = 5 * queries + keys;
    // Narrow attention multiplies plainly and keeps its probabilities; a cap keeps its scores.
    long matrices = (narrow ? 1L : 0) + (of.variant().scoreCap() > 0 ? 2 : 0);
    long probabilities = matrices * of.heads() * length;
    long mlp = (DecoderFamily.of(of.family()).gated() ? 4L : 2L) * of.intermediateSize();
    long dropped = dropout ? 2 * (2 * hidden + queries + of.intermediateSize()) : 0;
    return tokens
        * precision.bytes()
        * (norms + attention + probabilities + mlp + dropped);
  }
}
