package magnet.view.progress;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Progress of a task that may be over soon: nothing is passed to another view until some time has
 * passed.
 */
final class PatientProgress implements ProgressView {

  private final ProgressView view;
  private final long waitNanos;
  private final LongSupplier nanos;

  private Long begunAt;

  /**
   * A view that waits.
   *
   * @param view shows the progress of a task that lasts; closed with this one
   * @param wait how long nothing is passed to it, from the first state on
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  PatientProgress(ProgressView view, Duration wait, LongSupplier nanos) {
    this.view = view;
    waitNanos = wait.toNanos();
    this.nanos = nanos;
  }

  @Override
  public void update(ProgressState state) {
    long now = nanos.getAsLong();
    if (begunAt == null) {
      begunAt = now;
    }
    if (now - begunAt >= waitNanos) {
      view.update(state);
    }
  }

  @Override
  public void hint(String sentence) {
    view.hint(sentence);
  }

  @Override
  public void note(String sentence) {
    view.note(sentence);
  }

  @Override
  public void close() {
    view.close();
  }
}
