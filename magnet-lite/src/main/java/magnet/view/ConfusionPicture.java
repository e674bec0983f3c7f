package magnet.view;

import java.awt.Color;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * What was mistaken for what: one row per true class, one column per predicted one.
 *
 * <p>A cell's colour is its share of the row, so that rare classes can be read beside frequent
 * ones: blue on the diagonal, where prediction and truth agree, orange beside it. Every class has
 * its label and every count is written into its cell: the more classes, the larger the picture.
 */
public final class ConfusionPicture {

  private static final Color RIGHT = new Color(0x0072b2);
  private static final Color WRONG = new Color(0xd55e00);

  /** Mistakes are faint shares of a row; they would not be seen on the scale of what is right. */
  private static final double ROOT = 0.5;

  private ConfusionPicture() {}

  /**
   * Draws counts.
   *
   * @param classes the names of the classes
   * @param counts {@code [true class][predicted class]}
   * @param title the title above
   * @throws IllegalArgumentException if there is no class, or the sizes differ
   */
  public static Chart<?, ?> of(List<String> classes, int[][] counts, String title) {
    if (classes.isEmpty()
        || counts.length != classes.size()
        || Arrays.stream(counts).anyMatch(row -> row.length != classes.size())) {
      throw new IllegalArgumentException(
          "%d rows of counts do not fit %d classes; give a row and a column for each class"
              .formatted(counts.length, classes.size()));
    }
    Map<String, Color> meanings = new LinkedHashMap<>();
    meanings.put("right", RIGHT);
    meanings.put("wrong", WRONG);
    return new CellChart(
        title,
        "true",
        "predicted",
        new Counts(List.copyOf(classes), counts),
        new CellLegend.Swatches(meanings));
  }

  private record Counts(List<String> rows, int[][] counts) implements CellChart.Cells {

    /** Room for a count of four digits. */
    @Override
    public int leastSide() {
      return 26;
    }

    @Override
    public Color color(int row, int column) {
      if (counts[row][column] == 0) {
        return null;
      }
      double share = counts[row][column] / (double) Arrays.stream(counts[row]).sum();
      return ChartLook.mixed(Color.WHITE, row == column ? RIGHT : WRONG, Math.pow(share, ROOT));
    }

    @Override
    public String text(int row, int column) {
      return String.valueOf(counts[row][column]);
    }
  }
}
