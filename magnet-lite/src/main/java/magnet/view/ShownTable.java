package magnet.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as people read it: numbers written with sensible digits and at the right, the first and
 * last rows of a long table, the best values of each row marked. What is shown changes no value:
 * {@link #table} has them.
 *
 * <p>The value itself is immutable; each setting gives a new one.
 *
 * <pre>{@code ShownTable.of(table).rows(10).text()}</pre>
 */
public final class ShownTable {

  /** The column that names those of the best values. */
  public static final String BEST = "best";

  private static final int ROWS = 20;

  private final Table table;
  private final int rows;
  private final Map<String, ColumnText> columns;
  private final IntFunction<Set<String>> best;

  private ShownTable(
      Table table, int rows, Map<String, ColumnText> columns, IntFunction<Set<String>> best) {
    this.table = table;
    this.rows = rows;
    this.columns = columns;
    this.best = best;
  }

  /**
   * A table that shows at most 20 rows and marks nothing.
   *
   * @param table any table
   */
  public static ShownTable of(Table table) {
    Map<String, ColumnText> columns = new LinkedHashMap<>();
    table.columns().forEach(each -> columns.put(each.name(), ColumnText.of(each)));
    return new ShownTable(table, ROWS, columns, null);
  }

  /**
   * The same, but with another number of rows.
   *
   * @param most the most rows to show, at least 2; of a longer table the first and last
   * @throws IllegalArgumentException if most is below 2
   */
  public ShownTable rows(int most) {
    ShownRows.of(0, most); // refuses fewer than two
    return new ShownTable(table, most, columns, best);
  }

  /** The same with all of its rows. */
  public ShownTable allRows() {
    return rows(Math.max(2, table.rowCount()));
  }

  /**
   * The same, with another way to write the values of a column.
   *
   * @param column its name
   * @param text what is written in a row, counted from 0
   */
  public ShownTable written(String column, IntFunction<String> text) {
    return with(columns.get(column).written(text));
  }

  /**
   * The same, with something said quietly beside each value of a column.
   *
   * @param column its name
   * @param note what is said in a row, counted from 0; may be empty
   */
  public ShownTable noted(String column, IntFunction<String> note) {
    return with(columns.get(column).noted(note));
  }

  private ShownTable with(ColumnText column) {
    Map<String, ColumnText> changed = new LinkedHashMap<>(columns);
    changed.put(column.name(), column);
    return new ShownTable(table, rows, changed, best);
  }

  /**
   * The same with a column more, at the right.
   *
   * @param column its values, one for each row
   * @param text what is written in a row, counted from 0
   */
  public ShownTable plus(Column<?> column, IntFunction<String> text) {
    Table wider = Table.create(table.name(), table.columns()).addColumns(column);
    return new ShownTable(wider, rows, columns, best).with(ColumnText.of(column).written(text));
  }

  /**
   * The same, with values marked as the best of their row.
   *
   * @param names gives the names of their columns in a row, counted from 0
   */
  public ShownTable best(IntFunction<Set<String>> names) {
    return new ShownTable(table, rows, columns, names);
  }

  /** The same with nothing marked. */
  public ShownTable unmarked() {
    return new ShownTable(table, rows, columns, null);
  }

  /** The title, which is the table's name. */
  public String title() {
    return table.name();
  }

  /** The values; where the best are marked, with a column of their names. */
  public Table table() {
    Table values = Table.create(table.name(), table.columns());
    return best == null
        ? values
        : values.addColumns(
            StringColumn.create(
                BEST,
                IntStream.range(0, table.rowCount())
                    .mapToObj(row -> String.join(", ", best.apply(row)))));
  }

  /** HTML for notebooks and pages: one {@code <table>} element. Texts are escaped. */
  public String html() {
    return HtmlTable.of(this);
  }

  /** Plain text for terminals and JShell; the best values have a star. */
  public String text() {
    return TextTable.of(this);
  }

  /** A table of GitHub's Markdown; the best values are bold. */
  public String markdown() {
    return MarkdownText.of(this);
  }

  @Override
  public String toString() {
    return text();
  }

  List<ColumnText> columns() {
    return List.copyOf(columns.values());
  }

  /** The columns to show where there is no room for many: of those the first and the last. */
  List<ColumnText> shownColumns() {
    return ColumnText.shown(columns());
  }

  int rowCount() {
    return table.rowCount();
  }

  /** The rows to show, with {@link ShownRows#GAP} between if some are left out. */
  List<Integer> shownRows() {
    return ShownRows.of(table.rowCount(), rows);
  }

  /** Whether a value is marked. */
  boolean isBest(String column, int row) {
    return best != null && row != ShownRows.GAP && best.apply(row).contains(column);
  }
}
