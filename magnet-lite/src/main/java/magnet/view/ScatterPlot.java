package magnet.view;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;

/**
 * Points in a plane, each kind with a colour and a shape of its own: the first seven differ in
 * both, forty-nine in one of them at least. The chart is as high as its legend is long.
 */
public final class ScatterPlot {

  private static final int AROUND_LEGEND = 90;
  private static final int LONGEST_KIND = 32;

  private ScatterPlot() {}

  /**
   * Draws points.
   *
   * @param points {@code [points][2]}
   * @param labels the kind of each; named in the legend in the order in which they first come
   * @param title the title above
   * @param axes the labels of the horizontal and the vertical axis
   * @throws IllegalArgumentException if there is no point, or the sizes differ
   */
  public static XYChart of(
      double[][] points, List<String> labels, String title, List<String> axes) {
    if (points.length == 0 || points.length != labels.size()) {
      throw new IllegalArgumentException(
          "%d points and %d labels cannot be drawn; give one label for each point"
              .formatted(points.length, labels.size()));
    }
    Map<String, List<double[]>> kinds = new LinkedHashMap<>();
    for (int i = 0; i < points.length; i++) {
      kinds.computeIfAbsent(labels.get(i), label -> new ArrayList<>()).add(points[i]);
    }
    XYChart chart =
        new AxesChart(
            title, axes.get(0), axes.get(1), AROUND_LEGEND + ChartLook.LEGEND_ROW * kinds.size());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setMarkerSize(8);
    kinds.forEach(
        (label, members) -> {
          int number = chart.getSeriesMap().size();
          XYSeries series =
              chart.addSeries(
                  label,
                  members.stream().mapToDouble(point -> point[0]).toArray(),
                  members.stream().mapToDouble(point -> point[1]).toArray());
          series.setLabel(Shortened.to(LONGEST_KIND, label));
          series.setMarker(ChartLook.shape(number + number / ChartLook.COLOURS));
          series.setMarkerColor(ChartLook.series(number));
          series.setLineStyle(new BasicStroke(0));
        });
    chart.getStyler().setLegendVisible(kinds.size() > 1);
    return chart;
  }
}
