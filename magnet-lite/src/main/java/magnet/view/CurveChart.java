package magnet.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A few measured values over the steps of a training run, a line for each of several models, with
 * the spread of several seeds as bars.
 */
public final class CurveChart {

  private static final int MOST_VALUES = 10_000;

  /**
   * One line.
   *
   * @param name for the legend
   * @param steps rising
   * @param values as many as steps, at least one
   * @param spread how far several seeds lie apart at each step, to either side; none, or as many
   */
  public record Line(String name, double[] steps, double[] values, double[] spread) {

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if there is no value, or another number of steps or spreads
     */
    public Line {
      if (values.length == 0 || steps.length != values.length || values.length > MOST_VALUES) {
        throw new IllegalArgumentException(
            "the line \"%s\" has %d steps and %d values; give as many of each, one at least"
                .formatted(name, steps.length, values.length));
      }
      if (spread.length > 0 && spread.length != values.length) {
        throw new IllegalArgumentException(
            "the line \"%s\" has %d values and %d spreads; give none, or one for each value"
                .formatted(name, values.length, spread.length));
      }
    }

    /** A line of one seed. */
    public Line(String name, double[] steps, double[] values) {
      this(name, steps, values, new double[0]);
    }
  }

  private CurveChart() {}

  /**
   * Draws the lines.
   *
   * @param title above the chart
   * @param value what is measured
   * @param lines at least one
   * @throws IllegalArgumentException if there is none
   */
  public static XYChart of(String title, String value, List<Line> lines) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no line to draw in \"%s\"; give one at least".formatted(title));
    }
    XYChart chart = new AxesChart(title, "step", value).withLegendBelow();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      Color color = ChartLook.series(i);
      XYSeries series =
          chart.addSeries(
              line.name(),
              line.steps(),
              line.values(),
              line.spread().length > 0 ? line.spread() : null);
      series.setLineColor(color);
      series.setMarkerColor(color);
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }
    double last =
        lines.stream().flatMapToDouble(line -> Arrays.stream(line.steps())).max().orElse(1);
    double least =
        lines.stream().flatMapToDouble(line -> Arrays.stream(line.values())).min().orElse(0);
    chart.getStyler().setErrorBarsColorSeriesColor(true);
    chart.getStyler().setXAxisMin(0.0);
    // Off the grid of the steps, so that XChart labels round numbers.
    chart.getStyler().setXAxisMax(Math.max(1, last) * 1.0137);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    if (least >= 0) {
      chart.getStyler().setYAxisMin(0.0);
    }
    return chart;
  }
}
