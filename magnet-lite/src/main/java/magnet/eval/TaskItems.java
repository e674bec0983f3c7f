package magnet.eval;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What every task asks of the items that it is given. */
final class TaskItems {

  private static final long SEED = 20250727;

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

  /** What a candidate must have for a task. */
  static IllegalArgumentException cannot(Task task, Candidate candidate, String missing) {
    return new IllegalArgumentException(
        "%s cannot be measured by %s, as it has no %s; give it one or ask canMeasure first."
            .formatted(candidate.name(), task.name(), missing));
  }
}
