package magnet.view.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Progress that is shown from time to time, however often it is reported, and at the end. */
abstract class PacedProgress implements ProgressView {

  /** What is to be read at the end. */
  final List<String> notes = new ArrayList<>();

  final LongSupplier nanos;
  private final long betweenNanos;

  /** What was reported last; null before the first report. */
  ProgressState latest;

  boolean closed;
  private long shownAt;

  /** Nothing reported yet; between two showings is this time at least. */
  PacedProgress(Duration between, LongSupplier nanos) {
    betweenNanos = between.toNanos();
    this.nanos = nanos;
  }

  @Override
  public void note(String sentence) {
    notes.add(sentence);
  }

  @Override
  public void update(ProgressState state) {
    long now = nanos.getAsLong();
    boolean isDue = latest == null || now - shownAt >= betweenNanos;
    latest = state;
    if (isDue) {
      shownAt = now;
      show();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      end();
    }
  }

  /** Shows the latest state. */
  abstract void show();

  /** Shows what comes last. */
  abstract void end();
}
