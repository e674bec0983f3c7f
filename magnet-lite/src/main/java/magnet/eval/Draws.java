package magnet.eval;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A figure in each draw of the {@link Bootstrap}. A draw of one number takes the same items for
 * every candidate that a task measures, so that two candidates can be compared draw by draw: what
 * is hard in an item is hard for both and falls out of their difference, whose interval is
 * therefore narrower than the two intervals side by side suggest (paired bootstrap; Efron and
 * Tibshirani 1993).
 */
public final class Draws {

  private static final Draws NONE = new Draws(new float[0]);

  private final float[] figures;

  private Draws(float[] figures) {
    this.figures = figures;
  }

  /** No draw: what has no bootstrap. */
  public static Draws none() {
    return NONE;
  }

  /**
   * The figures of draws in their order, kept in single precision.
   *
   * @return {@link #none} where a draw has no figure (NaN)
   */
  public static Draws of(double[] figures) {
    return of(figures.length, i -> figures[i]);
  }

  private static Draws of(int count, IntToDoubleFunction figure) {
    float[] figures = new float[count];
    for (int i = 0; i < count; i++) {
      figures[i] = (float) figure.applyAsDouble(i);
      if (Float.isNaN(figures[i])) {
        return NONE;
      }
    }
    return new Draws(figures);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return figures.length == 0;
  }

  /** The figures in the order of the draws, a copy. */
  public float[] figures() {
    return figures.clone();
  }

  /** The differences from another figure of the same items; none where either has none. */
  Draws minus(Draws other) {
    return pairs(other) ? of(figures.length, i -> figures[i] - other.figures[i]) : NONE;
  }

  /** The means of several figures of the same items; none where one has none. */
  static Draws mean(List<Draws> all) {
    Draws first = all.get(0);
    return all.stream().allMatch(first::pairs)
        ? of(
            first.figures.length,
            i -> all.stream().mapToDouble(each -> each.figures[i]).average().orElseThrow())
        : NONE;
  }

  /**
   * The same draws, beginning with another one. Sets of items that have nothing to do with one
   * another are drawn by the same numbers where they are equally large; shifted, they are drawn
   * independently.
   */
  Draws from(int draw) {
    return of(figures.length, i -> figures[(i + draw) % figures.length]);
  }

  /** The 95 % interval, NaN on both sides where there is no draw. */
  Bootstrap.Interval interval() {
    double[] values = new double[figures.length];
    Arrays.setAll(values, i -> figures[i]);
    return Bootstrap.interval(values);
  }

  private boolean pairs(Draws other) {
    return figures.length == other.figures.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Draws draws && Arrays.equals(figures, draws.figures);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(figures);
  }

  @Override
  public String toString() {
    return figures.length + " draws";
  }
}
