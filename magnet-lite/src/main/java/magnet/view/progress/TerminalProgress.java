package magnet.view.progress;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import magnet.view.Shortened;

/** Progress in a terminal: one line, rewritten in place, five times a second at most. */
public final class TerminalProgress extends PacedProgress {

  private final Consumer<String> out;
  private final int columns;
  private int shownLength = -1;

  /**
   * Progress to a terminal.
   *
   * @param out takes each piece of text and shows it at once
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   * @param columns how wide the terminal is; longer lines are cut, since a line that wraps could
   *     not be rewritten
   */
  public TerminalProgress(Consumer<String> out, LongSupplier nanos, int columns) {
    super(Duration.ofMillis(200), nanos);
    this.out = out;
    this.columns = columns;
  }

  @Override
  void end() {
    if (latest != null) {
      show();
      out.accept("\n");
    }
    notes.forEach(note -> out.accept(note + "\n"));
  }

  @Override
  void show() {
    String line = Shortened.to(Math.max(1, columns - 1), ProgressLine.withBar(latest));
    // Spaces wipe out what is left of a longer line.
    out.accept("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
    shownLength = line.length();
  }
}
