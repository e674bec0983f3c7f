package magnet.view;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * A chart with two axes that looks like ours, and whose text says where its picture is, so that
 * JShell shows something.
 */
final class AxesChart extends XYChart {

  /**
   * No series yet.
   *
   * @param title what is above
   * @param horizontal what is below
   * @param vertical the label of the vertical axis
   */
  AxesChart(String title, String horizontal, String vertical) {
    this(title, horizontal, vertical, ChartLook.HEIGHT);
  }

  /**
   * The same, higher than others.
   *
   * @param height in units of {@link ChartLook#HEIGHT}, which it is at least
   */
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

  /** This chart with its legend in a row below. */
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
