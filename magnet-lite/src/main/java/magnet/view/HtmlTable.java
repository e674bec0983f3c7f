package magnet.view;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/**
 * A table as HTML for notebooks: numbers formatted and at the right, the first and last rows of a
 * long table and columns of a wide one, the best value of each row marked if asked for.
 *
 * <p>The style is inline and takes text and background from the notebook, so that it reads in light
 * and dark themes. The value itself is immutable; each setting gives a new one.
 *
 * <pre>{@code HtmlTable.of(table).rows(10).markHighest("base", "adapted").html()}</pre>
 */
public final class HtmlTable {

  private static final int ROWS = 20;
  private static final int LONGEST_CELL = 2000;
  private static final String TABLE =
      "border-collapse:collapse;font-variant-numeric:tabular-nums;margin:4px 0";
  private static final String CELL =
      "padding:4px 12px;border-bottom:1px solid rgba(128,128,128,.3);vertical-align:top";
  private static final String HEAD =
      "padding:4px 12px;border-bottom:2px solid rgba(128,128,128,.6);font-weight:600";
  private static final String FOOT = "padding:4px 12px;opacity:.7;text-align:left";
  private static final String BEST = ";font-weight:700;background:rgba(0,158,115,.22)";

  private final Table table;
  private final int rows;
  private final IntFunction<Set<String>> marks;

  private HtmlTable(Table table, int rows, IntFunction<Set<String>> marks) {
    this.table = table;
    this.rows = rows;
    this.marks = marks;
  }

  /**
   * A table that shows at most 20 rows and marks nothing.
   *
   * @param table any table; it is read when {@link #html()} is called
   */
  public static HtmlTable of(Table table) {
    return new HtmlTable(table, ROWS, row -> Set.of());
  }

  /**
   * The same, but with another number of rows.
   *
   * @param most how many rows to show at the most, at least 2; of a longer table the first and last
   * @throws IllegalArgumentException if most is below 2
   */
  public HtmlTable rows(int most) {
    ShownRows.of(0, most);
    return new HtmlTable(table, most, marks);
  }

  /**
   * The same, with the highest of some columns marked in each row.
   *
   * @param columns the numeric columns to compare, or none for all numeric columns
   * @throws IllegalArgumentException if one is not there or not numeric
   */
  public HtmlTable markHighest(String... columns) {
    Set<String> compared = numeric(columns);
    return marked(row -> best(compared, row, 1));
  }

  /**
   * The same, with the lowest of some columns marked in each row.
   *
   * @param columns the numeric columns to compare, or none for all numeric columns
   * @throws IllegalArgumentException if one is not there or not numeric
   */
  public HtmlTable markLowest(String... columns) {
    Set<String> compared = numeric(columns);
    return marked(row -> best(compared, row, -1));
  }

  /**
   * The same, with cells marked in another way.
   *
   * @param columns gives the columns that are marked in a row, counted from 0
   */
  public HtmlTable marked(IntFunction<Set<String>> columns) {
    return new HtmlTable(table, rows, columns);
  }

  /** The HTML: one {@code <table>} element. Texts are escaped. */
  public String html() {
    List<ColumnText> columns = ColumnText.shownOf(table);
    StringBuilder html = new StringBuilder("<table style=\"" + TABLE + "\">\n<thead><tr>");
    for (ColumnText column : columns) {
      html.append(cell("th", HEAD, column, column.name()));
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (int row : ShownRows.of(table.rowCount(), rows)) {
      Set<String> best = row == ShownRows.GAP ? Set.of() : marks.apply(row);
      html.append("<tr>");
      for (ColumnText column : columns) {
        if (row == ShownRows.GAP) {
          html.append(cell("td", CELL, column, "…"));
        } else {
          String style = CELL + (best.contains(column.name()) ? BEST : "");
          html.append(cell("td", style, column, column.text(row)));
        }
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n");
    if (table.rowCount() > rows) {
      html.append(
          String.format(
              Locale.ROOT,
              "<tfoot><tr><td colspan=\"%d\" style=\"%s\">%,d rows</td></tr></tfoot>\n",
              columns.size(),
              FOOT,
              table.rowCount()));
    }
    return html.append("</table>").toString();
  }

  /** The columns whose number, times a sign, is the highest of a row. */
  private Set<String> best(Set<String> compared, int row, int sign) {
    double best = Double.NaN;
    Set<String> reached = new HashSet<>();
    for (String name : compared) {
      double value = sign * ColumnText.of(table.column(name)).number(row);
      if (value > best || Double.isNaN(best) && !Double.isNaN(value)) {
        best = value;
        reached.clear();
      }
      if (value == best) {
        reached.add(name);
      }
    }
    return reached;
  }

  private Set<String> numeric(String... columns) {
    Set<String> numeric =
        table.columns().stream()
            .filter(column -> ColumnText.of(column).isNumeric())
            .map(column -> column.name())
            .collect(Collectors.toUnmodifiableSet());
    for (String column : columns) {
      if (!numeric.contains(column)) {
        throw new IllegalArgumentException(
            "\"%s\" is not a numeric column of \"%s\", so its values cannot be compared; it has %s"
                .formatted(column, table.name(), numeric));
      }
    }
    return columns.length == 0 ? numeric : Set.of(columns);
  }

  private static String cell(String tag, String style, ColumnText column, String text) {
    return "<%s style=\"%s;text-align:%s\">%s</%s>"
        .formatted(
            tag,
            style,
            column.isNumeric() ? "right" : "left",
            HtmlText.escaped(Shortened.to(LONGEST_CELL, text)),
            tag);
  }
}
