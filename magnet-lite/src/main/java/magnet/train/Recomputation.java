package magnet.train;

import magnet.kernel.DecoderKernel;
import magnet.model.LanguageModel;
import magnet.model.Quantisation;
import magnet.model.TokenBatch;

/**
 * Which training passes compute layers once more to save memory. On a CPU both ways give the same
 * numbers bit for bit, so that it is a matter of memory and time alone.
 *
 * @param most a pass that keeps more bytes than these until its backward pass is recomputed
 */
public record Recomputation(long most) {

  /**
   * Ours: a plain pass of SmolLM2-135M over 3,072 tokens took 8.2 GB on a CPU by an estimate of
   * 4.0. What it keeps lies between what it frees, and glibc (2.36) cannot fill such holes again.
   */
  private static final int HOLES = 2;

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
    return model.decoder().device().isGpu() ? NEVER : new Recomputation(free / HOLES);
  }

  boolean suits(LanguageModel model, TokenBatch batch, DecoderKernel.Dropout dropout) {
    PassMemory pass =
        new PassMemory(
            model.architecture(),
            model.decoder().precision(),
            model.decoder().device().isGpu(),
            (long) batch.rows() * batch.length(),
            batch.length(),
            dropout.share() > 0);
    return pass.plain() > most;
  }
}
