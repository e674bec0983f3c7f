package magnet.view.progress;

/**
 * Shows how far a long task has come.
 *
 * <p>The task reports as often as it likes; the view decides how often it shows something. A view
 * belongs to one task and is called by one thread.
 */
public interface ProgressView extends AutoCloseable {

  /** Takes the latest state; what is shown may be an earlier one. */
  void update(ProgressState state);

  /** Takes a sentence on what the user can do meanwhile; shown until the end, if there is room. */
  default void hint(String sentence) {
    // A line of text has no room for it.
  }

  /**
   * Takes a sentence that must be read at the end, such as how to resume a training run that was
   * stopped; shown at once or with the last state.
   */
  void note(String sentence);

  /** Shows the last state that was reported and ends the display. A second call does nothing. */
  @Override
  void close();
}
