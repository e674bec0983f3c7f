package magnet.view.progress;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Progress into a file or a pipe, where a line cannot be overwritten: one at the start, then one a
 * minute, and one at the end.
 */
public final class PipedProgress extends PacedProgress {

  private final Consumer<String> out;
  private ProgressState shown;

  /**
   * Progress to a stream of lines.
   *
   * @param out takes each line, with its line end
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  public PipedProgress(Consumer<String> out, LongSupplier nanos) {
    super(Duration.ofMinutes(1), nanos);
    this.out = out;
  }

  @Override
  public void note(String sentence) {
    end();
    out.accept(sentence + "\n");
  }

  @Override
  void end() {
    if (latest != null && !latest.equals(shown)) {
      show();
    }
  }

  @Override
  void show() {
    out.accept(ProgressLine.plain(latest) + "\n");
    shown = latest;
  }
}
