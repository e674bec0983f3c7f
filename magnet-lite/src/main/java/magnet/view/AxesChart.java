package magnet.view;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * A chart with two axes that looks like ours, and whose words say where its picture lies, so that
 * JShell shows something.
 */
final class AxesChart extends XYChart {

  /**
   * No series yet.
   *
   * @param title what stands above
   * @param horizontal what stands below
   * @param vertical what stands beside the vertical axis
   */
  AxesChart(String title, String horizontal, String vertical) {
    super(
        new XYChartBuilder()
            .width(ChartLook.WIDTH)
            .height(ChartLook.HEIGHT)
            .title(title)
            .xAxisTitle(horizontal)
            .yAxisTitle(vertical));
    ChartLook.apply(getStyler());
  }

  /** The same with its legend in a row below. */
  AxesChart withLegendBelow() {
    getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    return this;
  }

  @Override
  public String toString() {
    return PictureFolder.words(this);
  }
}
