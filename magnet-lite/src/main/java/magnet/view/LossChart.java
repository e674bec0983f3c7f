package magnet.view;

import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/**
 * The losses of a training run over its steps, as {@link LineChart} draws them: each objective in
 * one colour, what was measured on held-out text as a dashed line in the same.
 */
public final class LossChart {

  /** What the column of a loss on held-out text is called, before the objective's name. */
  public static final String HELD_OUT = "held-out ";

  private LossChart() {}

  /**
   * Draws the losses of a table.
   *
   * @param history one row per step; missing values are left out, so losses may be measured at
   *     different steps
   * @param step the numeric column for the horizontal axis
   * @param losses the numeric columns to draw, at least one; each is named in the legend. One that
   *     is called {@link #HELD_OUT} and then as another is dashed, in the other's colour
   * @throws IllegalArgumentException if a column is not there or not numeric, or none has a value
   */
  public static XYChart of(Table history, String step, List<String> losses) {
    List<String> objectives = losses.stream().map(LossChart::objective).distinct().toList();
    Stream<LineChart.Drawn> drawn =
        losses.stream()
            .map(
                loss ->
                    new LineChart.Drawn(
                        loss, objectives.indexOf(objective(loss)), isHeldOut(loss)));
    return LineChart.draw(history, step, drawn.toList(), "Loss while training", "loss");
  }

  static boolean isHeldOut(String loss) {
    return loss.startsWith(HELD_OUT);
  }

  /** The objective of a loss, on held-out text or not. */
  static String objective(String loss) {
    return isHeldOut(loss) ? loss.substring(HELD_OUT.length()) : loss;
  }
}
