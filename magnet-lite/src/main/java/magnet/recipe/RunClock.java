package magnet.recipe;

import java.time.Duration;
import java.util.Locale;
import magnet.view.progress.ProgressLine;

/** How far a whole run has come and how long it may still take. */
final class RunClock {

  /** From this many hours on, days are shown. */
  private static final int LONG = 72;

  private final int parts;
  private final long begun = System.nanoTime();
  private int done;

  RunClock(int parts) {
    this.parts = parts;
  }

  /** The heading of the next part: {@code [3/7] MAGNET, seed 1 (2:10 so far, about 4:20 left)}. */
  String next(String title) {
    Duration spent = Duration.ofNanos(System.nanoTime() - begun);
    String heading = String.format(Locale.ROOT, "[%d/%d] %s", done + 1, parts, title);
    if (done > 0 && spent.toSeconds() >= 3) {
      Duration left = spent.multipliedBy(parts - done).dividedBy(done);
      heading += " (%s so far, about %s left)".formatted(text(spent), text(left));
    }
    done++;
    return heading;
  }

  /** As a clock shows it: 0:42, 12:05, 3:07:09; in days where there are three or more. */
  static String text(Duration time) {
    return time.toHours() >= LONG ? time.toDays() + " days" : ProgressLine.clock(time);
  }
}
