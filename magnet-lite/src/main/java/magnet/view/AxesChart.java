package magnet.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart with two axes that looks like ours, and whose text says where its picture is, so that
 * JShell shows something.
 */
final class AxesChart extends XYChart {

  /** Pixels of a legend's row beside a name: the line's mark and the gaps. */
  private static final int AROUND_NAME = 41;

  private static final int WIDE_CHAR = 13;
  private static final int CHAR = 8;

  private static final BasicStroke SOLID =
      new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  /** No series yet; it is at least {@link ChartLook#HEIGHT} high. */
  AxesChart(String title, String horizontal, String vertical, int height) {
    super(
        new XYChartBuilder()
            .width(ChartLook.WIDTH)
            .height(Math.max(ChartLook.HEIGHT, height))
            .title(title)
            .xAxisTitle(horizontal)
            .yAxisTitle(vertical));
    ChartLook.apply(getStyler());
  }

  /**
   * For lines over the steps from the first to the last, with the legend below: in a row, or a row
   * each where XChart would cut the names off, and the chart as much higher.
   *
   * @param names of the lines
   */
  static AxesChart ofSteps(
      String title, String step, String value, List<String> names, double first, double last) {
    boolean fits = names.stream().mapToInt(AxesChart::legendWidth).sum() <= ChartLook.WIDTH;
    int rows = fits ? 1 : names.size();
    AxesChart chart =
        new AxesChart(title, step, value, ChartLook.HEIGHT + (rows - 1) * ChartLook.LEGEND_ROW);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart
        .getStyler()
        .setLegendLayout(fits ? Styler.LegendLayout.Horizontal : Styler.LegendLayout.Vertical);
    chart.getStyler().setXAxisMin(first);
    // Off the grid of the steps: where all values are equally spaced, XChart labels as many of them
    // as it can squeeze in instead of round numbers.
    chart.getStyler().setXAxisMax(last + (last - first) * 0.0137);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    return chart;
  }

  /** Rather too many pixels than too few; a font is asked only when a picture is drawn. */
  private static int legendWidth(String name) {
    return AROUND_NAME
        + name.chars().map(c -> c > 127 || Character.isUpperCase(c) ? WIDE_CHAR : CHAR).sum();
  }

  /** Draws a line with a mark at each value. */
  XYSeries addLine(String name, double[] x, double[] y, Color color) {
    XYSeries line = addSeries(name, x, y);
    line.setLineColor(color);
    line.setMarkerColor(color);
    line.setMarker(SeriesMarkers.CIRCLE);
    line.setLineStyle(SOLID);
    return line;
  }

  @Override
  public String toString() {
    return PictureFolder.words(this);
  }
}
