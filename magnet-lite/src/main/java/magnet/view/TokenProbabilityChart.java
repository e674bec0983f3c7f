package magnet.view;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** What comes next, and how likely: a bar for each candidate token. */
public final class TokenProbabilityChart {

  private static final int LONGEST_TOKEN = 12;

  private TokenProbabilityChart() {}

  /**
   * Draws the candidates in the given order.
   *
   * @param tokens the text of each candidate; spaces are shown as ␣, for tokens often begin with
   *     one
   * @param probabilities the probability of each, from 0 to 1
   * @throws IllegalArgumentException if there is none, the sizes differ, or a probability lies
   *     outside
   */
  public static CategoryChart of(List<String> tokens, double[] probabilities) {
    if (tokens.isEmpty() || tokens.size() != probabilities.length) {
      throw new IllegalArgumentException(
          "%d tokens and %d probabilities cannot be drawn; give one probability for each token"
              .formatted(tokens.size(), probabilities.length));
    }
    List<String> labels = new ArrayList<>();
    List<Double> heights = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
        throw new IllegalArgumentException(
            "the probability of token \"%s\" is %s, which is not between 0 and 1"
                .formatted(tokens.get(i), probabilities[i]));
      }
      String label = Shortened.to(LONGEST_TOKEN, tokens.get(i).replace(' ', '␣'));
      // XChart keeps one bar a label: two tokens that read alike need labels that do not.
      labels.add(label + "\u200b".repeat(occurrences(labels, label)));
      heights.add(probabilities[i]);
    }
    CategoryChart chart =
        new CategoryChart(
            new CategoryChartBuilder()
                .width(ChartLook.WIDTH)
                .height(ChartLook.HEIGHT)
                .title("Next token")
                .xAxisTitle("")
                .yAxisTitle("probability")) {
          @Override
          public String toString() {
            return PictureFolder.words(this);
          }
        };
    ChartLook.apply(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setAvailableSpaceFill(0.7);
    chart.getStyler().setXAxisLabelRotation(tokens.size() > 10 ? 45 : 0);
    chart.getStyler().setYAxisMin(0.0);
    chart.addSeries("probability", labels, heights).setFillColor(ChartLook.series(0));
    return chart;
  }

  private static int occurrences(List<String> labels, String label) {
    return (int) labels.stream().filter(other -> other.replace("\u200b", "").equals(label)).count();
  }
}
