package magnet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import magnet.infer.UnusableTexts;
import magnet.view.progress.ProgressCount;
import magnet.view.progress.ProgressView;

/** What every task asks of the items that it is given. */
final class TaskItems {

  private static final long SEED = 20250727;

  /** Items that are given to a model at a time: it sorts them by length, so not too few. */
  private static final int AT_ONCE = 256;

  private TaskItems() {}

  /** A copy of the items, refused if there is none. */
  static <T> List<T> required(String task, List<T> items) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException(
          "The task %s has 0 items to measure with; give one at least.".formatted(task));
    }
    return List.copyOf(items);
  }

  /**
   * At most this many of the items, spread over all: data sets are often sorted, so the first ones
   * would not stand for the rest. The items are cut into stretches of equal length, and one of each
   * is drawn at random, since every tenth item, say, could be of one kind; always the same ones.
   */
  static <T> List<T> spread(List<T> items, int most) {
    return IntStream.of(indices(items.size(), most)).mapToObj(items::get).toList();
  }

  /** The indices of the items that {@link #spread} keeps, rising. */
  static int[] indices(int size, int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A limit of %d items leaves none to measure with; allow one at least.".formatted(most));
    }
    int kept = Math.min(size, most);
    SplittableRandom random = new SplittableRandom(SEED);
    int[] indices = new int[kept];
    for (int i = 0; i < kept; i++) {
      int from = (int) ((long) i * size / kept);
      int to = (int) ((long) (i + 1) * size / kept);
      indices[i] = random.nextInt(from, to);
    }
    return indices;
  }

  /** The index of the largest value, in a tie the first; NaN only where all are NaN. */
  static int largest(double[] values) {
    return IntStream.range(0, values.length)
        .filter(i -> !Double.isNaN(values[i]))
        .reduce((a, b) -> values[b] > values[a] ? b : a)
        .orElse(0);
  }

  /** A count of what a task does with a candidate, none of it done. */
  static ProgressCount count(
      Task task, Candidate candidate, long total, String unit, ProgressView progress) {
    return new ProgressCount(task.name() + ", " + candidate.name(), total, unit, progress);
  }

  /**
   * Does the work for all items, piece by piece.
   *
   * @param work gives a result for each item of a piece, in their order
   */
  static <T, R> List<R> each(ProgressCount steps, List<T> items, Function<List<T>, List<R>> work) {
    List<R> results = new ArrayList<>(items.size());
    for (int from = 0; from < items.size(); from += AT_ONCE) {
      List<T> piece = items.subList(from, Math.min(items.size(), from + AT_ONCE));
      try {
        results.addAll(work.apply(piece));
      } catch (UnusableTexts e) {
        throw e.within(from, items.size());
      }
      steps.done(piece.size());
    }
    return results;
  }

  /** What a candidate must have for a task. */
  static <T> T needed(Task task, Candidate candidate, Optional<T> part, String name) {
    return part.orElseThrow(() -> cannot(task, candidate, name));
  }

  static IllegalArgumentException cannot(Task task, Candidate candidate, String missing) {
    return new IllegalArgumentException(
        "%s cannot be measured by %s, as it has no %s; give it one or ask canMeasure first."
            .formatted(candidate.name(), task.name(), missing));
  }
}
