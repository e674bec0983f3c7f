package magnet.view.progress;

import java.time.Duration;
import java.util.Map;

/** Counts what a task has done, and tells a view how far it has come and how long it will take. */
public final class ProgressCount {

  private final String title;
  private final long total;
  private final String unit;
  private final ProgressView view;
  private final long begun = System.nanoTime();

  private long done;

  /**
   * Nothing done yet.
   *
   * @param title what is being done
   * @param total how many items there are; nothing is told of none
   * @param unit what an item is, in the plural
   * @param view shows it
   */
  public ProgressCount(String title, long total, String unit, ProgressView view) {
    this.title = title;
    this.total = total;
    this.unit = unit;
    this.view = view;
    tell();
  }

  /** This many more items are done. */
  public void done(long more) {
    done += more;
    tell();
  }

  private void tell() {
    if (total == 0) {
      return;
    }
    double speed = done / ((System.nanoTime() - begun) / 1e9);
    Duration left = done == 0 ? null : Duration.ofMillis((long) (1000 * (total - done) / speed));
    view.update(new ProgressState(title, done, total, Map.of(), speed, unit, left));
  }
}
