package magnet.data;

import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * The order in which training visits the documents: epoch after epoch without end, every document
 * once an epoch, each epoch in another order.
 *
 * <p>The order depends on nothing but size, seed and position, so a position (a single number) is
 * all that a checkpoint has to save for a run to resume where it stopped. Safe for use by several
 * threads.
 */
public final class Order {

  private final int size;
  private final long seed;
  private volatile Epoch latest;

  private record Epoch(long number, int[] documents) {}

  /**
   * An order over this many documents.
   *
   * @param size how many documents there are, at least 1
   * @param seed any number; the same seed gives the same order
   * @throws IllegalArgumentException if size is below 1
   */
  public Order(int size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "an order over %d documents is not possible; give at least 1".formatted(size));
    }
    this.size = size;
    this.seed = seed;
  }

  /**
   * The document at a position of the endless sequence. Walking forward costs a shuffle at the
   * start of each epoch; jumping anywhere costs one shuffle.
   *
   * @param position counted from 0; position / size is the epoch
   * @return the index of the document, from 0 to size - 1
   * @throws IllegalArgumentException if position is negative
   */
  public int at(long position) {
    if (position < 0) {
      throw new IllegalArgumentException(
          "position %d of the order is negative; positions count from 0".formatted(position));
    }
    long number = position / size;
    Epoch epoch = latest;
    if (epoch == null || epoch.number() != number) {
      // java.util.Random because its sequence is part of its contract: the same on every Java.
      epoch = new Epoch(number, shuffled(size, new Random(Mixing.mix(seed, number))));
      latest = epoch;
    }
    return epoch.documents()[(int) (position % size)];
  }

  /** The numbers from 0 to before {@code count} in a random order. */
  public static int[] shuffled(int count, RandomGenerator random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
