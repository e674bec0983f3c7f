package magnet.view.progress;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import magnet.view.Pace;

/**
 * Progress into a file or a pipe, where a line cannot be overwritten: one at the start, then one a
 * minute, and one at the end.
 */
public final class PipedProgress implements ProgressView {

  private final Consumer<String> out;
  private final Pace pace;

  private ProgressState latest;
  private ProgressState shown;
  private boolean closed;

  /**
   * Progress to a stream of lines.
   *
   * @param out takes each line, with its line end
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  public PipedProgress(Consumer<String> out, LongSupplier nanos) {
    this.out = out;
    pace = new Pace(Duration.ofMinutes(1), nanos);
  }

  @Override
  public void update(ProgressState state) {
    latest = state;
    if (pace.isDue()) {
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
