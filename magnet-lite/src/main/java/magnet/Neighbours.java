package magnet;

import java.util.List;
import magnet.view.ShownTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The texts nearest to another text.
 *
 * @param query the other text
 * @param nearest the nearest first
 */
public record Neighbours(String query, List<Neighbour> nearest) {

  /**
   * One of them.
   *
   * @param index its place among the embedded texts
   * @param text the text
   * @param cosine how near, in [-1, 1]
   */
  public record Neighbour(int index, String text, float cosine) {}

  /** One row per neighbour. */
  public Table table() {
    return Table.create(
        "nearest to " + query,
        IntColumn.create("index", nearest.stream().mapToInt(Neighbour::index).toArray()),
        StringColumn.create("text", nearest.stream().map(Neighbour::text).toList()),
        DoubleColumn.create("cosine", nearest.stream().mapToDouble(Neighbour::cosine).toArray()));
  }

  @Override
  public String toString() {
    return ShownTable.of(table()).text();
  }
}
