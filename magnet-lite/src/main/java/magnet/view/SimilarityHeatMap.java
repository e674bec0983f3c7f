package magnet.view;

import java.awt.Color;
import java.util.Arrays;
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

  private static final String TITLE = "Cosine similarity";

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
    return of(texts, similarity, TITLE, lowest(texts.size(), texts.size(), similarity));
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
    return draw(
        title, new Matrix(List.copyOf(texts), numbers(texts.size()), true, similarity, low));
  }

  /**
   * Draws the similarities among some texts.
   *
   * @param texts one for each row and column, of any length: what does not fit is cut
   * @param similarity {@code [texts][texts]}, each from -1 to 1
   * @throws IllegalArgumentException if there is no text, the sizes differ, or a value lies outside
   */
  public static Chart<?, ?> of(List<String> texts, float[][] similarity) {
    check(texts.size(), texts.size(), similarity);
    return of(texts, (row, column) -> similarity[row][column]);
  }

  /**
   * Draws the similarities of some texts (rows) to others (columns).
   *
   * @param rows one text a row
   * @param columns one text a column
   * @param similarity {@code [rows][columns]}, each from -1 to 1
   * @throws IllegalArgumentException if there is no text, the sizes differ, or a value lies outside
   */
  public static Chart<?, ?> of(List<String> rows, List<String> columns, float[][] similarity) {
    check(rows.size(), columns.size(), similarity);
    Similarity of = (row, column) -> similarity[row][column];
    double low = lowest(rows.size(), columns.size(), of);
    return draw(TITLE, new Matrix(List.copyOf(rows), List.copyOf(columns), false, of, low));
  }

  private static Chart<?, ?> draw(String title, Matrix matrix) {
    double least = lowest(matrix.rows.size(), matrix.columns.size(), matrix.similarity);
    // Orange needs its place beside the blues, also where the blues begin at 0.
    double from = least < 0 ? -1 : matrix.low;
    CellLegend legend = new CellLegend.Bar(from, 1, value -> color(value, matrix.low));
    return new CellChart(title, "", "", matrix, legend);
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
  }

  private static void check(int rows, int columns, float[][] similarity) {
    boolean fits = Arrays.stream(similarity).allMatch(row -> row.length == columns);
    if (rows == 0 || columns == 0 || similarity.length != rows || !fits) {
      throw new IllegalArgumentException(
          "%d rows of similarities do not fit %d texts by %d; give a row for each text"
              .formatted(similarity.length, rows, columns));
    }
  }

  /**
   * Where the colours of several pictures begin, so that they can be compared: the lowest of what
   * each would have by itself.
   *
   * @param similarities of one picture each: {@code [texts][texts]}
   */
  public static double low(Collection<float[][]> similarities) {
    return similarities.stream()
        .mapToDouble(each -> lowest(each.length, each.length, (row, column) -> each[row][column]))
        .min()
        .orElse(0);
  }

  /** Where the colours begin, by the values that are shown. */
  private static double lowest(int rows, int columns, Similarity similarity) {
    double least = 1;
    for (int row : ShownRows.of(rows, CellChart.Cells.MOST)) {
      for (int column : ShownRows.of(columns, CellChart.Cells.MOST)) {
        if (row != ShownRows.GAP && column != ShownRows.GAP) {
          least = Math.min(least, inRange(similarity.of(row, column), row));
        }
      }
    }
    return least < 0 ? -1 : Math.min(0.9, Math.floor(least * 10) / 10);
  }

  private record Matrix(
      List<String> rows, List<String> columns, boolean numbered, Similarity similarity, double low)
      implements CellChart.Cells {

    @Override
    public Color color(int row, int column) {
      return SimilarityHeatMap.color(similarity.of(row, column), low);
    }

    @Override
    public String rowMark(int row) {
      return numbered ? "  " + (row + 1) : "";
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
