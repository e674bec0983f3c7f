package magnet.recipe.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import magnet.History;
import magnet.data.BadRows;
import magnet.recipe.EvaluationPlan;
import magnet.recipe.Recipe;
import magnet.recipe.RunResult;
import magnet.recipe.SampleTexts;
import magnet.recipe.Samples;
import magnet.view.ShownTable;
import magnet.view.progress.ProgressLine;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The tables that stand after the figures: samples, trainings, tasks. */
final class ReportDetails {

  private static final int SHOWN_BAD_ROWS = 20;

  private ReportDetails() {}

  /** What each model made of the sample texts: a table for blanks, one for prompts. */
  static List<ReportTable> samples(Recipe recipe, RunResult result) {
    List<String> blanks = recipe.samples().blanks();
    return withRows(
        new ReportTable(
            "infilled",
            "A model that sees only the left side continues from there to the end of the"
                + " sentence.",
            samples(
                "Blanks filled",
                List.of("text", "by", "filled"),
                result,
                blanks,
                (texts, i) -> filled(blanks.get(i), texts.filled().get(i)))),
        new ReportTable(
            "written",
            "The likeliest token each time: a model that repeats itself is seen to do so.",
            samples(
                "Written from left to right",
                List.of("prompt", "by", "written"),
                result,
                recipe.samples().prompts(),
                (texts, i) -> texts.written().get(i))));
  }

  private static List<ReportTable> withRows(ReportTable... tables) {
    return Arrays.stream(tables).filter(each -> each.shown().table().rowCount() > 0).toList();
  }

  /** A row for each text and who was asked; the text stands in the first of its rows. */
  private static ShownTable samples(
      String title,
      List<String> columns,
      RunResult result,
      List<String> texts,
      BiFunction<SampleTexts, Integer, String> answer) {
    Table table = Table.create(title, columns.stream().map(StringColumn::create));
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      for (Map.Entry<String, SampleTexts> each : result.samples().entrySet()) {
        table.stringColumn(0).append(text);
        table.stringColumn(1).append(each.getKey());
        table.stringColumn(2).append(answer.apply(each.getValue(), i));
        text = "";
      }
    }
    return shown(table);
  }

  /** What stands in the blank now; where there are several, with the text between them. */
  private static String filled(String blank, String filled) {
    int from = Math.min(blank.indexOf(Samples.BLANK), filled.length());
    int right = blank.length() - blank.lastIndexOf('_') - 1;
    return filled.substring(from, Math.max(from, filled.length() - right)).strip();
  }

  /** How it was trained and measured. */
  static List<ReportTable> of(Recipe recipe, RunResult result) {
    return withRows(
        new ReportTable(
            "trainings",
            "Losses of the last step, and of held-out text where it was measured. Tokens are those"
                + " of all views, the time is that of the steps without measuring, and the machine"
                + " is the one that began.",
            trainings(recipe, result.trainings())),
        new ReportTable(
            "tasks",
            "Limits keep items evenly spread over a data set.",
            shown(
                Table.create(
                    "How it was measured",
                    texts("task", recipe.evaluations(), EvaluationPlan::name),
                    texts("settings", recipe.evaluations(), each -> bare(each.settings()))))),
        badRows(List.copyOf(result.badRows())));
  }

  private static ShownTable trainings(Recipe recipe, List<RunResult.Trained> trainings) {
    LongColumn tokens = LongColumn.create("tokens");
    for (RunResult.Trained each : trainings) {
      each.history().tokens().ifPresentOrElse(tokens::append, tokens::appendMissing);
    }
    return shown(
            Table.create(
                "How it was trained",
                texts("training", trainings, RunResult.Trained::name),
                LongColumn.create(
                    "seed", trainings.stream().mapToLong(RunResult.Trained::seed).toArray()),
                LongColumn.create(
                    "steps",
                    trainings.stream().mapToLong(each -> each.history().steps()).toArray()),
                tokens,
                texts(
                    "time",
                    trainings,
                    each -> each.history().time().map(ProgressLine::clock).orElse("")),
                texts("on", trainings, each -> each.machine().orElse("")),
                texts("losses", trainings, ReportDetails::losses),
                texts(
                    "settings",
                    trainings,
                    each ->
                        recipe.trainings().stream()
                            .filter(plan -> plan.name().equals(each.name()))
                            .findFirst()
                            .map(plan -> bare(plan.settings()))
                            .orElse(""))))
        .written(
            tokens.name(),
            row ->
                tokens.isMissing(row)
                    ? ""
                    : String.format(Locale.ROOT, "%,d", tokens.getLong(row)));
  }

  private static <T> StringColumn texts(String name, List<T> rows, Function<T, String> text) {
    return StringColumn.create(name, rows.stream().map(text));
  }

  /** Each value as it is: a seed is no quantity, and an empty text is not missing. */
  private static ShownTable shown(Table table) {
    ShownTable shown = ShownTable.of(table);
    for (Column<?> each : table.columns()) {
      shown = shown.written(each.name(), each::getUnformattedString);
    }
    return shown;
  }

  private static String losses(RunResult.Trained training) {
    History history = training.history();
    return history.objectives().stream()
        .filter(name -> history.loss(name).isPresent())
        .map(
            name ->
                String.format(Locale.ROOT, "%s %.2f", name, history.loss(name).orElseThrow())
                    + history
                        .heldOutLoss(name)
                        .map(held -> String.format(Locale.ROOT, " (held out %.2f)", held))
                        .orElse(""))
        .collect(Collectors.joining(", "));
  }

  private static ReportTable badRows(List<BadRows.BadRow> rows) {
    List<BadRows.BadRow> some = rows.subList(0, Math.min(rows.size(), SHOWN_BAD_ROWS));
    return new ReportTable(
        "bad-rows",
        rows.size() > SHOWN_BAD_ROWS
            ? String.format(Locale.ROOT, "%,d rows, of which the first are shown.", rows.size())
            : "",
        shown(
            Table.create(
                "Rows that were left out",
                texts("file", some, each -> each.file().toString()),
                LongColumn.create("line", some.stream().mapToLong(BadRows.BadRow::line).toArray()),
                texts("reason", some, BadRows.BadRow::reason))));
  }

  private static String bare(String settings) {
    return settings.startsWith("{") && settings.endsWith("}")
        ? settings.substring(1, settings.length() - 1)
        : settings;
  }
}
