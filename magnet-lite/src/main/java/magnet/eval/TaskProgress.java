package magnet.eval;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import magnet.infer.UnusableTexts;
import magnet.view.progress.ProgressState;
import magnet.view.progress.ProgressView;

/** Counts what a task has done, and tells a view how far it has come and how long it will take. */
public final class TaskProgress {

  /** Items that are given to a model at a time: it sorts them by length, so not too few. */
  private static final int AT_ONCE = 256;

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
   * @param total how many items there are, at least 1
   * @param unit what an item is, in the plural
   * @param view shows it
   */
  TaskProgress(String title, long total, String unit, ProgressView view) {
    this.title = title;
    this.total = total;
    this.unit = unit;
    this.view = view;
    tell();
  }

  /** So many items more are done. */
  void done(long more) {
    done += more;
    tell();
  }

  private void tell() {
    double seconds = (System.nanoTime() - begun) / 1e9;
    double speed = done == 0 ? 0 : done / seconds;
    Duration left = done == 0 ? null : Duration.ofMillis((long) (1000 * (total - done) / speed));
    view.update(new ProgressState(title, done, total, Map.of(), speed, unit, left));
  }

  /**
   * Does the work for all items, piece by piece.
   *
   * @param work gives a result for each item of a piece, in their order
   */
  <T, R> List<R> each(List<T> items, Function<List<T>, List<R>> work) {
    List<R> results = new ArrayList<>(items.size());
    for (int from = 0; from < items.size(); from += AT_ONCE) {
      List<T> piece = items.subList(from, Math.min(items.size(), from + AT_ONCE));
      try {
        results.addAll(work.apply(piece));
      } catch (UnusableTexts e) {
        throw e.within(from, items.size());
      }
      done(piece.size());
    }
    return results;
  }
}
