package magnet.view;

import java.util.List;
import java.util.stream.Collectors;

/** Text as it stands in GitHub's Markdown. */
public final class MarkdownText {

  private MarkdownText() {}

  /** The text as it is: no HTML, no emphasis, no link, no end of a table's cell. */
  public static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("|", "\\|")
        .replace("*", "\\*")
        .replace("`", "\\`")
        .replace("](", "]\\(")
        .replaceAll("\\R", "<br>");
  }

  static String of(ShownTable table) {
    List<ColumnText> columns = table.columns();
    StringBuilder text = new StringBuilder();
    text.append(line(columns.stream().map(each -> escaped(each.name())).toList())).append("|");
    columns.forEach(each -> text.append(each.isNumeric() ? "---:|" : "---|"));
    text.append('\n');
    for (int row : table.shownRows()) {
      text.append(line(columns.stream().map(each -> cell(table, each, row)).toList()));
    }
    return text.toString();
  }

  private static String cell(ShownTable table, ColumnText column, int row) {
    String bold = table.isBest(column.name(), row) ? "**" : "";
    return bold + escaped(column.notedText(row)) + bold;
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
