package magnet.eval.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import magnet.view.ColumnNames;
import magnet.view.ConfusionPicture;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which classes were taken for which.
 *
 * @param title what was classified, by whom
 * @param classes the classes, the most frequent first
 * @param counts {@code [true class][predicted class]}
 */
public record Confusion(String title, List<String> classes, int[][] counts) {

  /**
   * Counts.
   *
   * @param title what was classified, by whom
   * @param truth the true classes
   * @param predicted the predicted ones, as many
   * @throws IllegalArgumentException if there is none, or the sizes differ
   */
  public static Confusion of(String title, List<String> truth, List<String> predicted) {
    if (truth.isEmpty() || truth.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "%d true classes and %d predicted ones cannot be compared; give as many, one at least"
              .formatted(truth.size(), predicted.size()));
    }
    Map<String, Integer> frequency = new TreeMap<>();
    truth.forEach(name -> frequency.merge(name, 1, Integer::sum));
    predicted.forEach(name -> frequency.merge(name, 0, Integer::sum));
    List<String> classes =
        frequency.keySet().stream()
            .sorted((a, b) -> Integer.compare(frequency.get(b), frequency.get(a)))
            .toList();
    int[][] counts = new int[classes.size()][classes.size()];
    for (int i = 0; i < truth.size(); i++) {
      counts[classes.indexOf(truth.get(i))][classes.indexOf(predicted.get(i))]++;
    }
    return new Confusion(title, classes, counts);
  }

  /** The share of all items whose class was predicted, from 0 to 1. */
  public double accuracy() {
    long right = IntStream.range(0, counts.length).mapToLong(i -> counts[i][i]).sum();
    long all = Arrays.stream(counts).flatMapToInt(Arrays::stream).asLongStream().sum();
    return (double) right / all;
  }

  /** A row a true class, a column a predicted one. */
  public Table table() {
    Table table = Table.create(title, StringColumn.create("true", classes));
    List<String> names = ColumnNames.beside(table.columnNames(), classes);
    for (int j = 0; j < counts.length; j++) {
      IntColumn column = IntColumn.create(names.get(j));
      for (int[] row : counts) {
        column.append(row[j]);
      }
      table.addColumns(column);
    }
    return table;
  }

  /** The counts as a picture. */
  public Chart<?, ?> chart() {
    return ConfusionPicture.of(classes, counts, title);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s: %.1f %% right in %d classes", title, 100 * accuracy(), classes.size());
  }
}
