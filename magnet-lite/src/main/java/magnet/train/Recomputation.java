package magnet.train;

import java.util.OptionalLong;
import magnet.model.LanguageModel;
import magnet.model.Quantisation;
import magnet.model.TokenBatch;
import magnet.model.TrainingMemory;
import magnet.model.TrainingMemory.Trained;

/**
 * Which training passes compute layers once more to save memory. On a CPU both ways give the same
 * numbers bit for bit, so that it is a matter of memory and time alone.
 *
 * @param most a pass that takes more bytes than these, besides the weights, is recomputed
 */
public record Recomputation(long most) {

  /** Every pass is recomputed. */
  public static final Recomputation ALWAYS = new Recomputation(-1);

  /** No pass is recomputed, however much memory it takes. */
  public static final Recomputation NEVER = new Recomputation(Long.MAX_VALUE);

  /**
   * Passes are recomputed that would not fit otherwise, and all of a quantised base, as they would
   * keep its whole weights.
   *
   * @param free bytes that the model's device can still have; empty where nobody knows: nothing is
   *     recomputed there unless the base is quantised
   */
  public static Recomputation beyond(LanguageModel model, OptionalLong free) {
    return model.decoder().quantisation() != Quantisation.NONE
        ? ALWAYS
        : new Recomputation(free.orElse(Long.MAX_VALUE));
  }

  boolean suits(LanguageModel model, TokenBatch batch) {
    return TrainingMemory.of(Trained.of(model), batch.rows(), batch.length()).ofBatch(false) > most;
  }
}
