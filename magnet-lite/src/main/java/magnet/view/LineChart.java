package magnet.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * Numbers over steps, such as the losses of a training run: a line for each column of a table, each
 * in a colour of its own. What was measured on held-out text is a dashed line in the colour of what
 * it is the same of, from value to value and never smoothed.
 *
 * <p>A smoothed line is drawn over the faint raw one if there are many points, so that noise and
 * trend can both be seen. The lines share one axis; it is logarithmic where the largest value is
 * more than twenty times the smallest, as a line near zero would lie flat on a linear one. A raw
 * value more than a decade below the trend is then drawn at the lower end.
 */
public final class LineChart {

  /** What the column of a loss on held-out text is called, before the objective's name. */
  public static final String HELD_OUT = "held-out ";

  /** Fewer points are not smoothed: each can be read on its own. */
  private static final int ENOUGH_TO_SMOOTH = 20;

  /** A trend of more points looks no different. */
  private static final int MOST_POINTS = 400;

  private static final double RANGE_FOR_LOGARITHM = 20;

  private static final BasicStroke DASHED =
      new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 4}, 0);

  private LineChart() {}

  /**
   * Draws columns of a table over another.
   *
   * @param table one row per step; missing values are left out, so the lines may be measured at
   *     different steps
   * @param step the numeric column for the horizontal axis
   * @param lines the numeric columns to draw, at least one; each is named in the legend. One that
   *     is called {@link #HELD_OUT} and then as another is dashed, in the other's colour
   * @param title the title above
   * @param unit the label of the vertical axis
   * @throws IllegalArgumentException if a column is not there or not numeric, or none has a value
   */
  public static XYChart of(
      Table table, String step, List<String> lines, String title, String unit) {
    NumericColumn<?> steps = numeric(table, step);
    List<Line> drawn =
        lines.stream()
            .map(name -> Line.of(name, color(name, lines), steps, numeric(table, name)))
            .filter(line -> line.y.length > 0)
            .toList();
    if (drawn.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the columns %s of \"%s\" holds a value to draw; train for at least one step"
              .formatted(lines, table.name()));
    }
    DoubleSummaryStatistics ends = ends(drawn, Line::x);
    List<String> names = drawn.stream().map(Line::name).toList();
    AxesChart chart =
        AxesChart.ofSteps(title, step, unit, names, Math.min(0, ends.getMin()), ends.getMax());
    scale(chart.getStyler(), drawn);
    drawn.forEach(line -> line.draw(chart));
    return chart;
  }

  /** The colour of a line among others. */
  static Color color(String line, Collection<String> among) {
    List<String> kinds = among.stream().map(LineChart::kind).distinct().toList();
    return ChartLook.series(kinds.indexOf(kind(line)));
  }

  static boolean isHeldOut(String line) {
    return line.startsWith(HELD_OUT);
  }

  private static String kind(String line) {
    return isHeldOut(line) ? line.substring(HELD_OUT.length()) : line;
  }

  /** One line: those rows in which it has a finite value, and their trend. */
  private record Line(
      String name, Color color, double[] x, double[] y, double[] trendX, double[] trend) {

    private static Line of(
        String name, Color color, NumericColumn<?> steps, NumericColumn<?> losses) {
      int[] rows =
          IntStream.range(0, losses.size())
              .filter(row -> !steps.isMissing(row) && !losses.isMissing(row))
              .filter(row -> Double.isFinite(losses.getDouble(row)))
              .toArray();
      double[] x = Arrays.stream(rows).mapToDouble(steps::getDouble).toArray();
      double[] y = Arrays.stream(rows).mapToDouble(losses::getDouble).toArray();
      if (rows.length < ENOUGH_TO_SMOOTH || isHeldOut(name)) {
        return new Line(name, color, x, y, x, y);
      }
      int[] places = Smoothing.places(rows.length, MOST_POINTS);
      double[] trend = Smoothing.of(x, y, places);
      return new Line(name, color, x, y, Smoothing.at(x, places), trend);
    }

    private double[] within(XYStyler styler) {
      return styler.isYAxisLogarithmic()
          ? Arrays.stream(y).map(value -> Math.max(styler.getYAxisMin(), value)).toArray()
          : y;
    }

    private void draw(AxesChart chart) {
      boolean smooth = trend != y;
      if (smooth) {
        XYSeries raw = chart.addSeries(name + " (raw)", x, within(chart.getStyler()));
        raw.setLineColor(ChartLook.faint(color));
        raw.setLineStyle(new BasicStroke(1f));
        raw.setMarker(SeriesMarkers.NONE);
        raw.setShowInLegend(false);
      }
      XYSeries line = chart.addLine(name, trendX, trend, color);
      if (smooth) {
        line.setMarker(SeriesMarkers.NONE);
      }
      if (isHeldOut(name)) {
        line.setLineStyle(DASHED);
      }
    }
  }

  private static void scale(XYStyler styler, List<Line> drawn) {
    double least =
        drawn.stream()
            .mapToDouble(each -> Smoothing.lowest(each.y, each.trend))
            .min()
            .orElseThrow();
    double most = ends(drawn, Line::y).getMax();
    Optional<double[]> decades = decades(least, most);
    styler.setYAxisLogarithmic(decades.isPresent());
    if (decades.isPresent()) {
      styler.setYAxisMin(decades.get()[0]);
      styler.setYAxisMax(decades.get()[1]);
    } else if (least >= 0) {
      styler.setYAxisMin(0.0);
    }
  }

  /**
   * Both ends of a logarithmic axis, if these values need one: whole decades, since XChart labels
   * nothing between them.
   */
  static Optional<double[]> decades(double least, double most) {
    return least > 0 && most / least > RANGE_FOR_LOGARITHM
        ? Optional.of(
            new double[] {
              Math.pow(10, Math.floor(Math.log10(least))), Math.pow(10, Math.ceil(Math.log10(most)))
            })
        : Optional.empty();
  }

  private static DoubleSummaryStatistics ends(List<Line> lines, Function<Line, double[]> axis) {
    return lines.stream()
        .flatMapToDouble(line -> Arrays.stream(axis.apply(line)))
        .summaryStatistics();
  }

  private static NumericColumn<?> numeric(Table table, String name) {
    if (!table.containsColumn(name) || !(table.column(name) instanceof NumericColumn)) {
      throw new IllegalArgumentException(
          "\"%s\" is not a numeric column of \"%s\"; it has %s"
              .formatted(name, table.name(), table.columnNames()));
    }
    return table.numberColumn(name);
  }
}
