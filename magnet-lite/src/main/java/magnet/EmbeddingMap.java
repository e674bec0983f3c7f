package magnet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import magnet.view.PrincipalPlane;
import magnet.view.ScatterPlot;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Embeddings in two dimensions: the plane in which they differ most (principal component analysis).
 *
 * @param texts the sentences
 * @param labels the kind of each
 * @param points {@code [sentences][2]}; not copied
 * @param shares how much of all variance lies along each of the two axes, from 0 to 1
 */
public record EmbeddingMap(
    List<String> texts, List<String> labels, double[][] points, double[] shares) {

  static EmbeddingMap of(Embeddings of, List<String> labels) {
    if (labels.size() != of.size() || of.size() < 3) {
      throw new IllegalArgumentException(
          "%s labels are given for %s embeddings, expected as many, and 3 at least."
              .formatted(labels.size(), of.size()));
    }
    PrincipalPlane plane = PrincipalPlane.of(of.vectors());
    return new EmbeddingMap(of.texts(), List.copyOf(labels), plane.points(), plane.shares());
  }

  /** The sentences as points, each kind with a colour and a shape of its own. */
  public XYChart chart() {
    return ScatterPlot.of(
        points,
        labels,
        "Embeddings in the plane in which they differ most",
        List.of(axis("first", shares[0]), axis("second", shares[1])));
  }

  private static String axis(String name, double share) {
    return String.format(Locale.ROOT, "%s component (%.0f %% of the variance)", name, 100 * share);
  }

  /** One row per sentence: its text, its kind and its place. */
  public Table table() {
    return Table.create(
        "map",
        StringColumn.create("text", texts),
        StringColumn.create("label", labels),
        DoubleColumn.create("x", Arrays.stream(points).mapToDouble(p -> p[0]).toArray()),
        DoubleColumn.create("y", Arrays.stream(points).mapToDouble(p -> p[1]).toArray()));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d embeddings in two dimensions, which hold %.0f %% of the variance",
        texts.size(),
        100 * (shares[0] + shares[1]));
  }
}
