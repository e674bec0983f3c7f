package magnet.recipe.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import magnet.data.CsvText;
import magnet.view.ShownTable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table of a report.
 *
 * @param name its file's name, without an extension
 * @param note what a reader must know of it; may be empty
 * @param shown its values, and how they are shown; its title stands above it
 */
public record ReportTable(String name, String note, ShownTable shown) {

  /** Shows every row. */
  public ReportTable {
    shown = shown.allRows();
  }

  /** What stands above it. */
  public String title() {
    return shown.title();
  }

  /** Comma-separated values with a header: numbers in full, and texts that no spreadsheet runs. */
  static String csv(Table values) {
    List<String> lines = new ArrayList<>();
    lines.add(values.columnNames().stream().map(CsvText::shown).collect(Collectors.joining(",")));
    for (int row = 0; row < values.rowCount(); row++) {
      int at = row;
      lines.add(
          values.columns().stream()
              .map(column -> field(column, at))
              .collect(Collectors.joining(",")));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String field(Column<?> column, int row) {
    return column instanceof NumericColumn<?>
        ? column.getUnformattedString(row)
        : CsvText.shown(column.getString(row));
  }

  /**
   * Texts that are too long for a table: who wrote and what, the last two columns, on a line each.
   * What stands before them is a line of its own above.
   */
  public String listing() {
    Table table = shown.table();
    int who = table.columnCount() - 2;
    int widest = table.stringColumn(who).asList().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Row row : table) {
      for (int i = 0; i < who; i++) {
        text.append(row.getString(i).isEmpty() ? "" : "\n  " + oneLine(row.getString(i)) + "\n");
      }
      String name = row.getString(who);
      text.append("    ").append(name).append(" ".repeat(widest - name.length() + 2));
      text.append(oneLine(row.getString(who + 1))).append('\n');
    }
    return text.toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }
}
