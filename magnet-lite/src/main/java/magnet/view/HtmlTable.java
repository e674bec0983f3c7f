package magnet.view;

import java.util.Locale;

/**
 * Writes a table as HTML. The style is inline and takes text and background from the page, so that
 * it reads in light and dark themes.
 */
final class HtmlTable {

  private static final int LONGEST_CELL = 2000;
  private static final String TABLE =
      "border-collapse:collapse;font-variant-numeric:tabular-nums;margin:4px 0";
  private static final String CELL =
      "padding:4px 12px;border-bottom:1px solid rgba(128,128,128,.3);vertical-align:top";
  private static final String HEAD =
      "padding:4px 12px;border-bottom:2px solid rgba(128,128,128,.6);font-weight:600";
  private static final String FOOT = "padding:4px 12px;opacity:.7;text-align:left";
  private static final String BEST = ";font-weight:700;background:rgba(0,158,115,.22)";
  private static final String NOTE = " <small style=\"opacity:.7;font-weight:400\">(%s)</small>";

  private HtmlTable() {}

  static String of(ShownTable table) {
    StringBuilder html = new StringBuilder("<table style=\"" + TABLE + "\">\n<thead><tr>");
    for (ColumnText column : table.shownColumns()) {
      html.append(cell("th", HEAD, column, HtmlText.escaped(Shortened.oneLine(column.name()))));
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (int row : table.shownRows()) {
      html.append("<tr>");
      for (ColumnText column : table.shownColumns()) {
        String style = table.isBest(column.name(), row) ? CELL + BEST : CELL;
        html.append(cell("td", style, column, content(column, row)));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n");
    if (table.shownRows().contains(ShownRows.GAP)) {
      html.append(
          String.format(
              Locale.ROOT,
              "<tfoot><tr><td colspan=\"%d\" style=\"%s\">%,d rows</td></tr></tfoot>\n",
              table.shownColumns().size(),
              FOOT,
              table.rowCount()));
    }
    return html.append("</table>").toString();
  }

  private static String content(ColumnText column, int row) {
    String note = column.note(row);
    return HtmlText.escaped(Shortened.to(LONGEST_CELL, column.text(row)))
        + (note.isEmpty() ? "" : NOTE.formatted(HtmlText.escaped(note)));
  }

  private static String cell(String tag, String style, ColumnText column, String content) {
    return "<%s style=\"%s;text-align:%s\">%s</%s>"
        .formatted(tag, style, column.isNumeric() ? "right" : "left", content, tag);
  }
}
