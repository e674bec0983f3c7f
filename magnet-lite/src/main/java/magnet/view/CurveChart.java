package magnet.view;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A few measured values over the steps of a training run, a line for each of several models, with
 * the spread of several seeds as a band.
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
    double last =
        lines.stream().flatMapToDouble(line -> Arrays.stream(line.steps())).max().orElse(1);
    List<String> names = lines.stream().map(Line::name).toList();
    AxesChart chart = AxesChart.ofSteps(title, "step", value, names, 0, Math.max(1, last));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      Color color = ChartLook.series(i);
      if (line.spread().length > 0) {
        band(chart, line, color);
      }
      XYSeries drawn = chart.addLine(line.name(), line.steps(), line.values(), color);
      int round = i / ChartLook.COLOURS;
      drawn.setMarker(ChartLook.shape(round));
      if (round % 2 == 1) {
        drawn.setLineStyle(SeriesLines.DASH_DASH);
      }
    }
    if (lines.stream().flatMapToDouble(line -> Arrays.stream(line.values())).min().orElse(0) >= 0) {
      chart.getStyler().setYAxisMin(0.0);
    }
    return chart;
  }

  /** The area from the value less its spread to the value and its spread: there and back. */
  private static void band(XYChart chart, Line line, Color color) {
    int count = line.values().length;
    double[] steps = new double[2 * count];
    double[] ends = new double[2 * count];
    for (int i = 0; i < count; i++) {
      double value = line.values()[i];
      double lower = value - line.spread()[i];
      steps[i] = line.steps()[i];
      ends[i] = value + line.spread()[i];
      steps[2 * count - 1 - i] = line.steps()[i];
      ends[2 * count - 1 - i] = value >= 0 ? Math.max(0, lower) : lower;
    }
    XYSeries series = chart.addSeries(line.name() + " (spread)", steps, ends);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(ChartLook.faint(color));
    series.setLineColor(new Color(0, true));
    series.setMarker(SeriesMarkers.NONE);
    series.setShowInLegend(false);
  }
}
