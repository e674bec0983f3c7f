package magnet.infer.encoding;

import java.time.Duration;
import java.util.Map;
import magnet.view.progress.ProgressState;
import magnet.view.progress.ProgressView;

/** Counts the sentences that are encoded, and tells a view how far that is. */
final class Advance {

  private final long total;
  private final ProgressView view;
  private final long begun = System.nanoTime();
  private long done;

  Advance(long total, ProgressView view) {
    this.total = total;
    this.view = view;
    tell();
  }

  /** So many sentences more are done. */
  void by(int more) {
    done += more;
    tell();
  }

  private void tell() {
    if (total == 0) {
      return;
    }
    double speed = done / ((System.nanoTime() - begun) / 1e9);
    Duration left = done == 0 ? null : Duration.ofMillis((long) (1000 * (total - done) / speed));
    view.update(new ProgressState("embedding", done, total, Map.of(), speed, "texts", left));
  }
}
