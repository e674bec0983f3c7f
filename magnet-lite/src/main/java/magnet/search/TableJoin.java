package magnet.search;

import java.util.List;
import magnet.view.ColumnNames;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Puts results beside the columns that a table has. */
public final class TableJoin {

  private TableJoin() {}

  /**
   * A table with more columns.
   *
   * @param table is not changed
   * @param results columns of as many rows; one whose name the table already has gets a number
   *     after it
   * @throws IllegalArgumentException if the table has more or fewer rows
   */
  public static Table onto(Table table, List<Column<?>> results) {
    int rows = results.get(0).size();
    if (table.rowCount() != rows) {
      throw new IllegalArgumentException(
          "The table %s has %d rows, but there are %d texts; give the table that the texts are of."
              .formatted(table.name(), table.rowCount(), rows));
    }
    List<String> names =
        ColumnNames.beside(table.columnNames(), results.stream().map(Column::name).toList());
    Table joined = table.copy();
    for (int i = 0; i < names.size(); i++) {
      joined.addColumns(results.get(i).copy().setName(names.get(i)));
    }
    return joined;
  }
}
