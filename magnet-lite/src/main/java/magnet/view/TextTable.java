package magnet.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.Table;

/**
 * A table as plain text, for terminals and JShell: aligned columns, numbers at the right with
 * sensible digits, the first and last rows of a long table and columns of a wide one.
 */
public final class TextTable {

  private static final int ROWS = 20;
  private static final int WIDEST_CELL = 60;
  private static final String BETWEEN = "  ";

  private TextTable() {}

  /**
   * Writes a table in at most 20 rows.
   *
   * @param table any table
   * @return lines without a line end behind the last: the header, a rule, the rows, and if rows
   *     were left out how many there are
   */
  public static String of(Table table) {
    return of(table, ROWS);
  }

  /**
   * Writes a table.
   *
   * @param table any table
   * @param rows how many rows to show at the most, at least 2; of a longer table the first and last
   * @return lines without a line end behind the last: the header, a rule, the rows, and if rows
   *     were left out how many there are
   * @throws IllegalArgumentException if rows is below 2
   */
  public static String of(Table table, int rows) {
    List<Integer> shown = ShownRows.of(table.rowCount(), rows);
    List<ColumnText> columns = ColumnText.shownOf(table);
    List<StringBuilder> lines = new ArrayList<>();
    for (int i = 0; i < shown.size() + 2; i++) {
      lines.add(new StringBuilder());
    }
    for (ColumnText column : columns) {
      append(lines, column, shown);
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.toString().stripTrailing()).append('\n'));
    if (table.rowCount() > rows) {
      text.append(String.format(Locale.ROOT, "%,d rows", table.rowCount()));
    }
    return text.toString().stripTrailing();
  }

  /** Adds a column at the right end of all lines. */
  private static void append(List<StringBuilder> lines, ColumnText column, List<Integer> shown) {
    List<String> cells = new ArrayList<>();
    cells.add(Shortened.to(WIDEST_CELL, column.name()));
    cells.add("");
    for (int row : shown) {
      cells.add(row == ShownRows.GAP ? "…" : Shortened.to(WIDEST_CELL, column.text(row)));
    }
    int width = cells.stream().mapToInt(TextTable::width).max().orElse(0);
    cells.set(1, "-".repeat(width));
    for (int i = 0; i < lines.size(); i++) {
      StringBuilder line = lines.get(i);
      String space = " ".repeat(width - width(cells.get(i)));
      line.append(line.isEmpty() ? "" : BETWEEN);
      line.append(column.isNumeric() ? space + cells.get(i) : cells.get(i) + space);
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
