package magnet.eval;

import java.util.List;
import java.util.stream.IntStream;

/** What every task asks of the items that it is given. */
final class Items {

  private Items() {}

  /** A copy of the items, refused if there is none. */
  static <T> List<T> required(String task, List<T> items) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException(
          "The task %s has 0 items to measure with; give one at least.".formatted(task));
    }
    return List.copyOf(items);
  }

  /**
   * So many of the items at most, evenly spread over all: data sets are often sorted, so the first
   * ones alone would not stand for the rest.
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
    return IntStream.range(0, kept).map(i -> (int) ((long) i * size / kept)).toArray();
  }

  /** What a contender must have for a task. */
  static IllegalArgumentException cannot(Task task, Contender contender, String missing) {
    return new IllegalArgumentException(
        "%s cannot be measured by %s, as it has no %s; give it one or ask canMeasure first."
            .formatted(contender.name(), task.name(), missing));
  }
}
