package magnet.recipe.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import magnet.io.Unreadable;
import magnet.view.HtmlText;

/** A report as one HTML file that needs nothing beside it: style and pictures are inside. */
public final class ReportPage {

  private static final String STYLE = "report.css";

  private final Report report;
  private final StringBuilder html = new StringBuilder();

  /** The page of a report. */
  public ReportPage(Report report) {
    this.report = report;
  }

  public String html() {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<title>").append(HtmlText.escaped(report.title())).append("</title>\n<style>\n");
    html.append(style()).append("</style>\n</head>\n<body>\n<main>\n");
    html.append("<h1>").append(HtmlText.escaped(report.title())).append("</h1>\n");
    if (!report.about().isEmpty()) {
      html.append("<p class=\"about\">").append(HtmlText.escaped(report.about())).append("</p>\n");
    }
    report.figures().forEach(grid -> table(grid, "figures"));
    report.samples().forEach(grid -> table(grid, "samples"));
    pictures();
    report.details().forEach(grid -> folded(grid));
    facts();
    html.append("</main>\n</body>\n</html>\n");
    return html.toString();
  }

  private void pictures() {
    if (report.pictures().isEmpty()) {
      return;
    }
    html.append("<h2>Pictures</h2>\n<div class=\"pictures\">\n");
    for (ReportCharts.Picture each : report.pictures()) {
      html.append("<figure><img alt=\"").append(HtmlText.escaped(each.caption()));
      html.append("\" src=\"data:image/png;base64,").append(base64(each)).append("\"><figcaption>");
      html.append(HtmlText.escaped(each.caption())).append("</figcaption></figure>\n");
    }
    html.append("</div>\n");
  }

  private static String base64(ReportCharts.Picture picture) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(picture.file()));
    } catch (IOException e) {
      throw Unreadable.of(picture.file(), e);
    }
  }

  private void folded(Grid grid) {
    html.append("<details><summary>").append(HtmlText.escaped(grid.title())).append("</summary>\n");
    body(grid, "details");
    html.append("</details>\n");
  }

  private void facts() {
    html.append("<details open><summary>Made with</summary>\n<table class=\"facts\"><tbody>\n");
    report
        .facts()
        .forEach(
            (name, value) ->
                html.append("<tr><th>")
                    .append(HtmlText.escaped(name))
                    .append("</th><td>")
                    .append(HtmlText.escaped(value))
                    .append("</td></tr>\n"));
    html.append("</tbody></table></details>\n");
  }

  private void table(Grid grid, String kind) {
    html.append("<h2>").append(HtmlText.escaped(grid.title())).append("</h2>\n");
    body(grid, kind);
  }

  private void body(Grid grid, String kind) {
    if (!grid.note().isEmpty()) {
      html.append("<p class=\"note\">").append(HtmlText.escaped(grid.note())).append("</p>\n");
    }
    html.append("<div class=\"wide\"><table class=\"").append(kind).append("\">\n<thead><tr>");
    for (int i = 0; i < grid.columns().size(); i++) {
      html.append(grid.isNumeric(i) ? "<th class=\"number\">" : "<th>");
      html.append(HtmlText.escaped(grid.columns().get(i))).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<Cell> row : grid.rows()) {
      html.append("<tr>");
      row.forEach(this::cell);
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private void cell(Cell cell) {
    String kind = cell.best() ? "number best" : cell.number() ? "number" : "";
    html.append(kind.isEmpty() ? "<td>" : "<td class=\"" + kind + "\">");
    if (cell.isMarked()) {
      String text = cell.text();
      html.append(HtmlText.escaped(text.substring(0, cell.from()))).append("<mark>");
      html.append(HtmlText.escaped(text.substring(cell.from(), cell.to()))).append("</mark>");
      html.append(HtmlText.escaped(text.substring(cell.to())));
    } else if (cell.number() && cell.text().endsWith(")")) {
      int by = cell.text().indexOf(" (");
      html.append(HtmlText.escaped(cell.text().substring(0, by))).append("<small>");
      html.append(HtmlText.escaped(cell.text().substring(by + 2, cell.text().length() - 1)));
      html.append("</small>");
    } else {
      html.append(HtmlText.escaped(cell.text()));
    }
    html.append("</td>");
  }

  private static String style() {
    try (InputStream bytes = ReportPage.class.getResourceAsStream(STYLE)) {
      if (bytes == null) {
        throw new IllegalStateException(
            "The library holds no " + STYLE + "; take a complete magnet-lite jar.");
      }
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(STYLE + " cannot be read from the library: " + e, e);
    }
  }
}
