package magnet.recipe;

import java.io.Serializable;

/** Others who do parts of a run: processes of a cluster. */
public interface RunWorkers {

  /** Bytes that the workers have too. */
  interface Sent extends Serializable {

    /** The bytes, wherever it is asked for them. */
    byte[] bytes();
  }

  /**
   * Makes bytes known to all workers.
   *
   * @param bytes that several parts need
   */
  Sent send(byte[] bytes);

  /**
   * Has a part done, and waits for it; a worker that is lost is replaced. Several threads call this
   * at the same time.
   *
   * @param part what to do
   * @return what {@link RunPart#done()} gave there
   * @throws IllegalArgumentException if recipe, models and data do not fit together, as there
   * @throws IllegalStateException if it failed for another reason
   */
  byte[] done(RunPart part);

  /** Gives up what is being done. */
  void cancel();

  /** How many parts are done at a time; for the record. */
  String words();
}
