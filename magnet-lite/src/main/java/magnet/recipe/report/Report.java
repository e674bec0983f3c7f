package magnet.recipe.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import magnet.eval.Scoreboard;
import magnet.io.AtomicFile;
import magnet.recipe.Environment;
import magnet.recipe.Recipe;
import magnet.recipe.RunFolder;
import magnet.recipe.RunResult;
import magnet.view.MarkdownText;
import magnet.view.ShownTable;

/**
 * All that a reader of a run gets, before it is written in any form.
 *
 * @param title of the page
 * @param about what the run shows
 * @param facts what it was made with: name and value
 * @param scores every figure, seed by seed
 * @param summary the rows of all tables of figures in one; empty if nothing was measured
 * @param figures the tables of figures
 * @param samples what each model made of the sample texts
 * @param details how it was trained and measured
 * @param pictures in the order in which they are shown
 */
public record Report(
    String title,
    String about,
    Map<String, String> facts,
    Scoreboard scores,
    Optional<ShownTable> summary,
    List<ReportTable> figures,
    List<ReportTable> samples,
    List<ReportTable> details,
    List<ReportCharts.Picture> pictures) {

  /** Makes the report of a run, its pictures included. */
  public static Report of(
      Recipe recipe, RunResult result, RunFolder folder, Environment environment) {
    ReportTables tables = new ReportTables(recipe, result.scores());
    List<ReportTable> figures = new ArrayList<>(tables.groups());
    tables.besidePaper().ifPresent(figures::add);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", result.model());
    facts.putAll(environment.entries());
    List<ReportTable> details = new ArrayList<>();
    if (!result.scores().entries().isEmpty()) {
      details.add(tables.all());
    }
    details.addAll(ReportDetails.of(recipe, result));
    return new Report(
        recipe.name(),
        recipe.about(),
        facts,
        result.scores(),
        tables.summary(),
        figures,
        ReportDetails.samples(recipe, result),
        details,
        ReportCharts.save(recipe, result, folder));
  }

  /** Writes the report in all its forms. */
  public void write(RunFolder folder) {
    List<ReportTable> all = Stream.of(figures, samples, details).flatMap(List::stream).toList();
    for (int i = 0; i < all.size(); i++) {
      String name = String.format(Locale.ROOT, "%02d-%s.csv", i + 1, all.get(i).name());
      AtomicFile.write(folder.tables().resolve(name), ReportTable.csv(all.get(i).shown().table()));
    }
    AtomicFile.write(folder.tables().resolve("scores.csv"), ReportTable.csv(scores.longTable()));
    AtomicFile.write(folder.report("md"), markdown());
    AtomicFile.write(folder.report("html"), new ReportPage(this).html());
  }

  /** The report as Markdown, with pictures from the folder beside it. */
  String markdown() {
    StringBuilder text = new StringBuilder("# " + MarkdownText.escaped(title) + "\n\n");
    if (!about.isEmpty()) {
      text.append(MarkdownText.escaped(about.strip())).append("\n\n");
    }
    figures.forEach(table -> append(text, table));
    samples.forEach(table -> append(text, table));
    if (!pictures.isEmpty()) {
      text.append("## Pictures\n\n");
      for (ReportCharts.Picture each : pictures) {
        String caption =
            MarkdownText.escaped(each.caption()).replace("[", "\\[").replace("]", "\\]");
        text.append("![%s](charts/%s)\n\n".formatted(caption, each.file().getFileName()));
      }
    }
    details.forEach(table -> append(text, table));
    text.append("## Made with\n\n| | |\n|---|---|\n");
    facts.forEach(
        (name, value) ->
            text.append(
                "| %s | %s |\n"
                    .formatted(MarkdownText.escaped(name), MarkdownText.escaped(value))));
    return text.toString();
  }

  private static void append(StringBuilder text, ReportTable table) {
    text.append("## ").append(MarkdownText.escaped(table.title())).append("\n\n");
    if (!table.note().isEmpty()) {
      text.append(MarkdownText.escaped(table.note())).append("\n\n");
    }
    text.append(table.shown().markdown()).append('\n');
  }

  /** The rows of all tables of figures in one, in plain text; the best figures have a star. */
  public String plain() {
    return summary.map(table -> "\n" + table.text() + "\n").orElse("");
  }
}
