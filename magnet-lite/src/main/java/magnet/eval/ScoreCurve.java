package magnet.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import magnet.view.ColumnNames;
import magnet.view.LineChart;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Scores of one task while a model is trained, such as Rep-n over training steps (a figure of the
 * paper). A value: adding gives a new one.
 *
 * @param task the task's name
 * @param points what was measured, by rising step
 */
public record ScoreCurve(String task, List<Point> points) {

  /**
   * The scores at one step.
   *
   * @param step how many steps the model was trained, 0 for the base
   * @param scores what the task gave
   */
  public record Point(int step, List<Score> scores) {}

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the steps do not rise
   */
  public ScoreCurve {
    points = List.copyOf(points);
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).step() <= points.get(i - 1).step()) {
        throw new IllegalArgumentException(
            "Step %d follows step %d in the curve of %s; add points by rising step."
                .formatted(points.get(i).step(), points.get(i - 1).step(), task));
      }
    }
  }

  /** A curve without a point. */
  public static ScoreCurve of(Task task) {
    return new ScoreCurve(task.name(), List.of());
  }

  /**
   * The curve with one point more.
   *
   * @param step after the last one
   * @param scores what the task gave
   */
  public ScoreCurve with(int step, List<Score> scores) {
    List<Point> more = new ArrayList<>(points);
    more.add(new Point(step, List.copyOf(scores)));
    return new ScoreCurve(task, more);
  }

  /** The metrics that were measured, with their poolings, in the order of their first scores. */
  public List<String> metrics() {
    return points.stream().flatMap(p -> p.scores().stream()).map(Score::title).distinct().toList();
  }

  /**
   * A row for each step, a column for each metric; a cell is missing where nothing was measured.
   */
  public Table table() {
    IntColumn steps = IntColumn.create("step", points.stream().mapToInt(Point::step).toArray());
    Table table = Table.create(task, steps);
    List<String> names = ColumnNames.beside(table.columnNames(), metrics());
    for (int i = 0; i < names.size(); i++) {
      String metric = metrics().get(i);
      DoubleColumn column = DoubleColumn.create(names.get(i));
      for (Point point : points) {
        point.scores().stream()
            .filter(score -> score.title().equals(metric))
            .findFirst()
            .ifPresentOrElse(score -> column.append(score.value()), column::appendMissing);
      }
      table.addColumns(column);
    }
    return table;
  }

  /**
   * A line for each metric over the steps.
   *
   * @throws IllegalArgumentException if nothing was measured
   */
  public XYChart chart() {
    List<String> lines = ColumnNames.beside(List.of("step"), metrics());
    String scale = metrics().size() == 1 ? metrics().get(0) : "score";
    return LineChart.of(table(), "step", lines, task, scale);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s at %d steps: %s", task, points.size(), String.join(", ", metrics()));
  }
}
