package magnet.recipe.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import magnet.io.Unreadable;
import magnet.view.HtmlText;

/** A report as one HTML file that needs nothing beside it: style and pictures are inside. */
final class ReportPage {

  private static final String STYLE = "report.css";

  private final RecipeReport report;
  private final StringBuilder html = new StringBuilder();

  ReportPage(RecipeReport report) {
    this.report = report;
  }

  String html() {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<title>").append(HtmlText.escaped(report.title())).append("</title>\n<style>\n");
    html.append(style()).append("</style>\n</head>\n<body>\n<main>\n");
    html.append("<h1>").append(HtmlText.escaped(report.title())).append("</h1>\n");
    if (!report.about().isEmpty()) {
      html.append("<p class=\"about\">").append(HtmlText.escaped(report.about())).append("</p>\n");
    }
    report.figures().forEach(table -> table(table, "figures"));
    report.samples().forEach(table -> table(table, "samples"));
    pictures();
    report.details().forEach(this::folded);
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

  private void folded(ReportTable table) {
    html.append("<details><summary>%s</summary>\n".formatted(HtmlText.escaped(table.title())));
    body(table, "details");
    html.append("</details>\n");
  }

  private void facts() {
    html.append("<details open><summary>Made with</summary>\n<table class=\"facts\"><tbody>\n");
    report
        .facts()
        .forEach(
            (name, value) ->
                html.append(
                    "<tr><th>%s</th><td>%s</td></tr>\n"
                        .formatted(HtmlText.escaped(name), HtmlText.escaped(value))));
    html.append("</tbody></table></details>\n");
  }

  private void table(ReportTable table, String kind) {
    html.append("<h2>").append(HtmlText.escaped(table.title())).append("</h2>\n");
    body(table, kind);
  }

  private void body(ReportTable table, String kind) {
    if (!table.note().isEmpty()) {
      html.append("<p class=\"note\">").append(HtmlText.escaped(table.note())).append("</p>\n");
    }
    html.append("<div class=\"wide ").append(kind).append("\">\n");
    html.append(table.shown().html()).append("\n</div>\n");
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
