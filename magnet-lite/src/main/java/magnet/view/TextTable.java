package magnet.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a table as plain text: aligned columns, numbers at the right. */
final class TextTable {

  private static final int WIDEST_CELL = 60;
  private static final String BETWEEN = "  ";

  private TextTable() {}

  /**
   * The header, a rule, the rows, and if rows were left out how many there are; no line end after
   * the last.
   */
  static String of(ShownTable table) {
    List<Integer> shown = table.shownRows();
    List<StringBuilder> lines = new ArrayList<>();
    for (int i = 0; i < shown.size() + 2; i++) {
      lines.add(new StringBuilder());
    }
    for (ColumnText column : table.shownColumns()) {
      append(lines, table, column, shown);
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.toString().stripTrailing()).append('\n'));
    if (shown.contains(ShownRows.GAP)) {
      text.append(String.format(Locale.ROOT, "%,d rows", table.rowCount()));
    }
    return text.toString().stripTrailing();
  }

  /** Adds a column at the right end of all lines. */
  private static void append(
      List<StringBuilder> lines, ShownTable table, ColumnText column, List<Integer> shown) {
    List<String> cells = new ArrayList<>();
    cells.add(Shortened.to(WIDEST_CELL, column.name()));
    cells.add("");
    boolean starred = shown.stream().anyMatch(row -> table.isBest(column.name(), row));
    for (int row : shown) {
      String star = table.isBest(column.name(), row) ? "*" : starred ? " " : "";
      cells.add(Shortened.to(WIDEST_CELL, column.notedText(row)) + star);
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
