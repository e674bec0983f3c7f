package magnet.hub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.LongSupplier;
import magnet.view.progress.ProgressState;
import magnet.view.progress.ProgressView;

/** Size, speed and time left of a download of several files, in megabytes of 1,000,000 bytes. */
final class DownloadProgress implements AutoCloseable {

  private static final double MEGABYTE = 1e6;

  /** The speed is that of the last seconds: a slow start or a pause is forgotten. */
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private static final long BETWEEN_NANOS = 100_000_000L;

  private record Sample(long nanos, long received) {}

  private final ProgressView view;
  private final String title;
  private final long total;
  private final LongSupplier nanos;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long done;
  private long received;

  /** Nothing done yet of a total in bytes; the view is closed with this. */
  DownloadProgress(ProgressView view, String title, long total, LongSupplier nanos) {
    this.view = view;
    this.title = title + ", MB";
    this.total = total;
    this.nanos = nanos;
  }

  /** This many bytes were there from an earlier attempt; negative if they turn out useless. */
  void found(long bytes) {
    done += bytes;
    show();
  }

  /** This many bytes came from the network. */
  void received(long bytes) {
    done += bytes;
    received += bytes;
    long now = nanos.getAsLong();
    if (samples.isEmpty() || now - samples.getLast().nanos() >= BETWEEN_NANOS) {
      samples.add(new Sample(now, received));
      while (now - samples.getFirst().nanos() > WINDOW_NANOS && samples.size() > 2) {
        samples.removeFirst();
      }
    }
    show();
  }

  private void show() {
    double speed = bytesPerSecond();
    Duration left =
        speed > 0 ? Duration.ofMillis(Math.max(0, (long) (1000 * (total - done) / speed))) : null;
    long whole = Math.max(1, (long) Math.ceil(total / MEGABYTE));
    long part = done >= total ? whole : Math.max(0, (long) (done / MEGABYTE));
    view.update(
        new ProgressState(
            title, Math.min(part, whole), whole, Map.of(), speed / MEGABYTE, "MB", left));
  }

  private double bytesPerSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    return 1e9 * (last.received() - first.received()) / Math.max(1, last.nanos() - first.nanos());
  }

  @Override
  public void close() {
    view.close();
  }
}
