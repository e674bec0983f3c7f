package magnet.eval;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A figure in each draw of the {@link Bootstrap}. The n-th draw takes the same items for every
 * candidate that a task measures, so two candidates can be compared draw by draw: an item that is
 * hard for both hardly shows in their difference, whose interval is usually much narrower than the
 * two intervals side by side suggest (paired bootstrap; Efron and Tibshirani 1993).
 */
public final class Draws {

  private static final Draws NONE = new Draws(0, new float[0]);

  /** The error of the bootstrap itself is far larger. */
  private static final MathContext DIGITS = new MathContext(5);

  private final int items;
  private final float[] figures;

  private Draws(int items, float[] figures) {
    this.items = items;
    this.figures = figures;
  }

  /** No draw: what has no bootstrap. */
  public static Draws none() {
    return NONE;
  }

  /**
   * The figures of draws in their order, kept with five digits.
   *
   * @param items how many items each draw takes
   * @return {@link #none} where a draw has no finite figure
   */
  public static Draws of(int items, double[] figures) {
    return Arrays.stream(figures).allMatch(Double::isFinite)
        ? of(items, figures.length, i -> BigDecimal.valueOf(figures[i]).round(DIGITS).doubleValue())
        : NONE;
  }

  private static Draws of(int items, int count, IntToDoubleFunction figure) {
    float[] figures = new float[count];
    for (int i = 0; i < count; i++) {
      figures[i] = (float) figure.applyAsDouble(i);
    }
    return new Draws(items, figures);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return figures.length == 0;
  }

  /** How many items each draw takes; 0 where there are no draws. */
  public int items() {
    return items;
  }

  /** The figures in the order of the draws, a copy. */
  public float[] figures() {
    return figures.clone();
  }

  /**
   * The differences from another figure of the same items; none where either has none.
   *
   * @throws IllegalArgumentException if the other's draws take more items, or fewer
   */
  Draws minus(Draws other) {
    if (isEmpty() || other.isEmpty()) {
      return NONE;
    }
    if (items != other.items) {
      throw new IllegalArgumentException(
          ("Figures of %d and %d items cannot be compared item by item; measure both with the same"
                  + " items.")
              .formatted(items, other.items));
    }
    return of(items, figures.length, i -> figures[i] - other.figures[i]);
  }

  /** The means of a figure of several trainings, of the same items; none where one has none. */
  static Draws mean(List<Draws> all) {
    Draws first = all.get(0);
    return all.stream().anyMatch(Draws::isEmpty)
        ? NONE
        : of(
            first.items,
            first.figures.length,
            i -> all.stream().mapToDouble(each -> each.figures[i]).average().orElseThrow());
  }

  /**
   * The means of several tasks, each with items of its own; none where one has none. Each task's
   * draws begin with another one, as tasks of equally many items would else be drawn alike.
   */
  static Draws meanOfTasks(List<Draws> tasks) {
    int items = tasks.stream().mapToInt(Draws::items).sum();
    List<Draws> shifted =
        IntStream.range(0, tasks.size()).mapToObj(i -> tasks.get(i).from(i, items)).toList();
    return mean(shifted);
  }

  private Draws from(int first, int allItems) {
    return of(allItems, figures.length, i -> figures[(i + first) % figures.length]);
  }

  /** The 95 % interval, NaN on both sides where there is no draw. */
  Bootstrap.Interval interval() {
    double[] values = new double[figures.length];
    Arrays.setAll(values, i -> figures[i]);
    return Bootstrap.interval(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Draws draws
        && items == draws.items
        && Arrays.equals(figures, draws.figures);
  }

  @Override
  public int hashCode() {
    return 31 * items + Arrays.hashCode(figures);
  }

  @Override
  public String toString() {
    return "%d draws of %d items".formatted(figures.length, items);
  }
}
