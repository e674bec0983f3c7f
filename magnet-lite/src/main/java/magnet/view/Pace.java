package magnet.view;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when it is time to show something again, so that what is reported often is shown seldom. */
public final class Pace {

  private final long betweenNanos;
  private final LongSupplier nanos;

  private boolean begun;
  private long shownAt;

  /**
   * A pace that starts now.
   *
   * @param between the least time from one showing to the next
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  public Pace(Duration between, LongSupplier nanos) {
    betweenNanos = between.toNanos();
    this.nanos = nanos;
  }

  /** Whether it is time; if so, the next time is counted from now on. */
  public boolean isDue() {
    long now = nanos.getAsLong();
    if (begun && now - shownAt < betweenNanos) {
      return false;
    }
    begun = true;
    shownAt = now;
    return true;
  }
}
