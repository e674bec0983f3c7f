package magnet.view;

/**
 * Shows how far a long task has come.
 *
 * <p>The task reports as often as it likes; the view decides how often it shows something. A view
 * belongs to one task and is called by one thread.
 */
public interface ProgressView extends AutoCloseable {

  /**
   * Takes the latest state; what is shown may be an earlier one.
   *
   * @param state the latest state
   */
  void update(ProgressState state);

  /** Shows the last state that was reported and ends the display. A second call does nothing. */
  @Override
  void close();
}
