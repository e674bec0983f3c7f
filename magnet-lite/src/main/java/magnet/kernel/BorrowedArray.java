package magnet.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

/**
 * Another Java handle on an array's native memory, with a name and a manager of its own: what DJL
 * records on a handle is seen by all threads that share the array, and what it makes from a handle
 * belongs to the handle's manager.
 */
final class BorrowedArray extends PtNDArray {

  private final PtNDManager results;

  /**
   * A handle.
   *
   * @param owner it goes with this; the array's memory does not
   * @param results receives what DJL makes from the handle
   * @param array whose memory it points to; must not be closed before
   */
  BorrowedArray(PtNDManager owner, PtNDManager results, NDArray array) {
    super(owner, ((PtNDArray) array).getHandle());
    this.results = results;
  }

  @Override
  public PtNDManager getManager() {
    return results;
  }

  /** Frees nothing: the memory is the array's. */
  @Override
  public void close() {}
}
