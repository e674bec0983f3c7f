package magnet.view;

import java.util.List;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/** The losses of a training run over its steps, as {@link LineChart} draws them. */
public final class LossChart {

  private LossChart() {}

  /**
   * Draws the losses of a table.
   *
   * @param history one row per step; missing values are left out, so losses may be measured at
   *     different steps
   * @param step the numeric column for the horizontal axis
   * @param losses the numeric columns to draw, at least one; each is named in the legend
   * @throws IllegalArgumentException if a column is not there or not numeric, or none has a value
   */
  public static XYChart of(Table history, String step, List<String> losses) {
    return LineChart.of(history, step, losses, "Loss while training", "loss");
  }
}
