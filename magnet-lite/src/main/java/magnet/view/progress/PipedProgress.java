package magnet.view.progress;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Progress into a file or a pipe, where a line cannot be taken back: one at the start, then one a
 * minute, and one at the end.
 */
public final class PipedProgress implements ProgressView {

  private static final long BETWEEN_NANOS = 60_000_000_000L;

  private final Consumer<String> out;
  private final LongSupplier nanos;

  private ProgressState latest;
  private ProgressState shown;
  private long shownAt;
  private boolean closed;

  /**
   * Progress to something that keeps lines.
   *
   * @param out takes each line, with its line end
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  public PipedProgress(Consumer<String> out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public void update(ProgressState state) {
    latest = state;
    long now = nanos.getAsLong();
    if (shown == null || now - shownAt >= BETWEEN_NANOS) {
      shownAt = now;
      show();
    }
  }

  @Override
  public void note(String sentence) {
    showLatest();
    out.accept(sentence + "\n");
  }

  @Override
  public void close() {
    if (!closed) {
      showLatest();
    }
    closed = true;
  }

  private void showLatest() {
    if (latest != null && !latest.equals(shown)) {
      show();
    }
  }

  private void show() {
    out.accept(ProgressLine.plain(latest) + "\n");
    shown = latest;
  }
}
