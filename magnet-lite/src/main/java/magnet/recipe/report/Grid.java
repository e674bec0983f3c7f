package magnet.recipe.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import magnet.data.CsvText;

/**
 * A table of a report, ready to be written in any form.
 *
 * @param name its file's name, without an extension
 * @param title what stands above it
 * @param note what a reader must know of it; may be empty
 * @param columns the names of its columns
 * @param rows a cell for each column
 */
public record Grid(
    String name, String title, String note, List<String> columns, List<List<Cell>> rows) {

  /** Copies the lists. */
  public Grid {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** Comma-separated values, with a header. */
  public String csv() {
    List<String> lines = new ArrayList<>();
    lines.add(columns.stream().map(CsvText::shown).collect(Collectors.joining(",")));
    for (List<Cell> row : rows) {
      lines.add(row.stream().map(Grid::csv).collect(Collectors.joining(",")));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String csv(Cell cell) {
    return cell.number() ? CsvText.field(cell.text()) : CsvText.shown(cell.text());
  }

  /** A table of GitHub's Markdown; the best figures are bold. */
  String markdown() {
    StringBuilder text = new StringBuilder("| ");
    text.append(String.join(" | ", columns.stream().map(Grid::escaped).toList())).append(" |\n|");
    for (int column = 0; column < columns.size(); column++) {
      text.append(isNumeric(column) ? "---:|" : "---|");
    }
    for (List<Cell> row : rows) {
      text.append("\n| ");
      text.append(row.stream().map(Grid::markdown).collect(Collectors.joining(" | ")));
      text.append(" |");
    }
    return text.append('\n').toString();
  }

  private static String markdown(Cell cell) {
    if (cell.isMarked()) {
      String inside = cell.text().substring(cell.from(), cell.to());
      String bare = inside.strip();
      int at = cell.from() + inside.indexOf(bare);
      return escaped(cell.text().substring(0, at))
          + (bare.isEmpty() ? "" : "**" + escaped(bare) + "**")
          + escaped(cell.text().substring(at + bare.length()));
    }
    return cell.best() ? "**" + escaped(cell.text()) + "**" : escaped(cell.text());
  }

  /** A text for Markdown to show as it is: no HTML, no emphasis, no link, no end of its cell. */
  static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("|", "\\|")
        .replace("*", "\\*")
        .replace("`", "\\`")
        .replace("](", "]\\(")
        .replaceAll("\\R", "<br>");
  }

  /** Whether a column holds figures, which stand at the right. */
  boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).number());
  }

  /** Plain text for a terminal; the best figures have a star. */
  String plain() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    rows.forEach(
        row ->
            lines.add(
                row.stream()
                    .map(cell -> oneLine(cell.text()) + (cell.best() ? "*" : ""))
                    .toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(line(lines.get(i), widths, i > 0)).append('\n');
      if (i == 0) {
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
          rule.add("-".repeat(width));
        }
        text.append(line(rule, widths, false)).append('\n');
      }
    }
    return text.toString();
  }

  /**
   * Texts that are too long for a table: who wrote and what, the last two columns, on a line each.
   * What stands before them is a line of its own above.
   */
  public String listing() {
    int who = columns.size() - 2;
    int widest = rows.stream().mapToInt(row -> row.get(who).text().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (List<Cell> row : rows) {
      for (Cell above : row.subList(0, who)) {
        text.append(above.text().isEmpty() ? "" : "\n  " + oneLine(above.text()) + "\n");
      }
      String name = row.get(who).text();
      text.append("    ").append(name).append(" ".repeat(widest - name.length() + 2));
      text.append(oneLine(row.get(who + 1).bracketed())).append('\n');
    }
    return text.toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  private String line(List<String> cells, int[] widths, boolean starred) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      boolean right = isNumeric(i);
      boolean room = starred && right && !cell.endsWith("*") && cell.length() < widths[i];
      String shown = room ? cell + " " : cell; // figures stand under one another, starred or not
      String pad = " ".repeat(widths[i] - shown.length());
      text.append(i > 0 ? "  " : "").append(right ? pad + shown : shown + pad);
    }
    return text.toString().stripTrailing();
  }
}
