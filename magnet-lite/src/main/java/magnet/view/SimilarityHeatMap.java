package magnet.view;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * How similar texts are to one another: a coloured cell for each pair.
 *
 * <p>Where no similarity is negative, the colours run from white at the lowest value (rounded down
 * to a tenth) to dark blue at 1, since embeddings of a model are often all alike to some degree and
 * a fixed scale would hide what is between them. Otherwise they run from dark orange at -1 over
 * white at 0 to dark blue at 1. The values are written into the cells where there is room. Of more
 * than 40 rows or columns the first and the last are shown, and the scale is theirs.
 */
public final class SimilarityHeatMap {

  private static final int[] BLUES = {0xf7fbff, 0xc6dbef, 0x6baed6, 0x2171b5, 0x08306b};
  private static final int[] ORANGES = {0xf7fbff, 0xfdd0a2, 0xfd8d3c, 0xd94801, 0x7f2704};

  private SimilarityHeatMap() {}

  /** How similar two texts are. */
  @FunctionalInterface
  public interface Similarity {

    /**
     * From -1 to 1.
     *
     * @param row the place of one text
     * @param column the place of the other
     */
    float of(int row, int column);
  }

  /**
   * Draws the similarities among some texts, of which only those are asked for that are shown: the
   * number of texts does not matter.
   *
   * @param texts one for each row and column, of any length: what does not fit is cut
   * @param similarity gives the similarity of each pair
   * @throws IllegalArgumentException if there is no text, or a value lies outside
   */
  public static Chart<?, ?> of(List<String> texts, Similarity similarity) {
    return of(texts, similarity, "Cosine similarity", lowest(texts.size(), similarity));
  }

  /**
   * The same on a scale of colours that is given, so that several pictures can be compared.
   *
   * @param texts one for each row and column, of any length: what does not fit is cut
   * @param similarity gives the similarity of each pair
   * @param title the title above, which tells one picture from the others
   * @param low what is white, from -1 to below 1: all pictures that are compared have the same
   * @throws IllegalArgumentException if there is no text, or a value or the scale's lower end lies
   *     outside
   */
  public static Chart<?, ?> of(
      List<String> texts, Similarity similarity, String title, double low) {
    if (!(low >= -1 && low < 1)) {
      throw new IllegalArgumentException(
          "colours that begin at a similarity of %s are not possible; give a number from -1 to below 1"
              .formatted(low));
    }
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("there is no text to draw similarities of; give one");
    }
    // Orange needs its place beside the blues, also where the blues begin at 0.
    double from = lowest(texts.size(), similarity) < 0 ? -1 : low;
    return new CellChart(
        title,
        "",
        "",
        new Matrix(List.copyOf(texts), similarity, low),
        new CellLegend.Bar(from, 1, value -> color(value, low)));
  }

  /**
   * Where the colours of several pictures begin, so that they can be compared: the lowest of what
   * each would have by itself.
   *
   * @param similarities of one picture each: {@code [texts][texts]}
   */
  public static double low(Collection<float[][]> similarities) {
    return similarities.stream()
        .mapToDouble(each -> lowest(each.length, (row, column) -> each[row][column]))
        .min()
        .orElse(0);
  }

  /** Where the colours begin, by the values that are shown. */
  private static double lowest(int texts, Similarity similarity) {
    double least = 1;
    List<Integer> shown = new ArrayList<>(ShownRows.of(texts, CellChart.Cells.MOST));
    shown.removeIf(text -> text == ShownRows.GAP);
    for (int row : shown) {
      for (int column : shown) {
        least = Math.min(least, inRange(similarity.of(row, column), row));
      }
    }
    return least < 0 ? -1 : Math.min(0.9, Math.floor(least * 10) / 10);
  }

  /** The rows are labelled with text and number, the columns with the number. */
  private record Matrix(List<String> rows, Similarity similarity, double low)
      implements CellChart.Cells {

    @Override
    public List<String> columns() {
      return IntStream.rangeClosed(1, rows.size()).mapToObj(String::valueOf).toList();
    }

    @Override
    public Color color(int row, int column) {
      return SimilarityHeatMap.color(similarity.of(row, column), low);
    }

    @Override
    public String rowMark(int row) {
      return "  " + (row + 1);
    }

    @Override
    public String text(int row, int column) {
      return String.format(Locale.ROOT, "%.2f", similarity.of(row, column));
    }
  }

  private static Color color(double value, double low) {
    return value < 0
        ? between(ORANGES, -value)
        : between(BLUES, (value - Math.max(0, low)) / (1 - Math.max(0, low)));
  }

  /** The colour at a place from 0 to 1 on a scale of colours. */
  private static Color between(int[] scale, double place) {
    double at = Math.max(0, Math.min(1, place)) * (scale.length - 1);
    int i = (int) Math.min(scale.length - 2, Math.floor(at));
    return ChartLook.mixed(new Color(scale[i]), new Color(scale[i + 1]), at - i);
  }

  private static float inRange(float value, int row) {
    // Products of normalised vectors can leave the range by a rounding error.
    if (!(Math.abs(value) <= 1.001f)) {
      throw new IllegalArgumentException(
          "a similarity of %s in row %d is not between -1 and 1; normalise the vectors first"
              .formatted(value, row));
    }
    return value;
  }
}
