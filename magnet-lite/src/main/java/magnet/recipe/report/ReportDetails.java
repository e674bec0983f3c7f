package magnet.recipe.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import magnet.data.BadRows;
import magnet.recipe.Recipe;
import magnet.recipe.RunResult;
import magnet.recipe.Samples;

/** The tables behind the figures: samples, trainings, tasks. */
final class ReportDetails {

  private static final int SHOWN_BAD_ROWS = 20;

  private ReportDetails() {}

  /** What each model made of the sample texts: a table for blanks, one for prompts. */
  static List<Grid> samples(Recipe recipe, RunResult result) {
    List<Grid> grids = new ArrayList<>();
    List<String> who = List.copyOf(result.samples().keySet());
    List<String> blanks = recipe.samples().blanks();
    if (!blanks.isEmpty() && !who.isEmpty()) {
      List<List<Cell>> rows = new ArrayList<>();
      for (int i = 0; i < blanks.size(); i++) {
        for (String name : who) {
          String filled = result.samples().get(name).filled().get(i);
          rows.add(
              List.of(
                  Cell.text(name.equals(who.get(0)) ? blanks.get(i) : ""),
                  Cell.text(name),
                  filled(blanks.get(i), filled)));
        }
      }
      grids.add(
          new Grid(
              "infilled",
              "Blanks filled",
              "Who sees the left side alone goes on from there until the sentence ends.",
              List.of("text", "by", "filled"),
              rows));
    }
    List<String> prompts = recipe.samples().prompts();
    if (!prompts.isEmpty() && !who.isEmpty()) {
      List<List<Cell>> rows = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        for (String name : who) {
          String prompt = prompts.get(i);
          String text = prompt + result.samples().get(name).written().get(i);
          rows.add(List.of(Cell.text(name), Cell.marked(text, 0, prompt.length())));
        }
      }
      grids.add(
          new Grid(
              "written",
              "Written from left to right",
              "The likeliest token each time, so that a model that repeats itself is seen to.",
              List.of("by", "text"),
              rows));
    }
    return grids;
  }

  /** What stands in the blank now; where there are several, with the text between them. */
  private static Cell filled(String blank, String filled) {
    int from = Math.min(blank.indexOf(Samples.BLANK), filled.length());
    int right = blank.length() - blank.lastIndexOf('_') - 1;
    return Cell.text(filled.substring(from, Math.max(from, filled.length() - right)).strip());
  }

  /** How it was trained and measured. */
  static List<Grid> of(Recipe recipe, RunResult result) {
    List<Grid> grids = new ArrayList<>();
    if (!result.trainings().isEmpty()) {
      grids.add(trainings(recipe, result));
    }
    if (!recipe.evaluations().isEmpty()) {
      grids.add(
          new Grid(
              "tasks",
              "How it was measured",
              "Limits keep items evenly spread over a data set.",
              List.of("task", "settings"),
              recipe.evaluations().stream()
                  .map(each -> List.of(Cell.text(each.name()), Cell.text(bare(each.settings()))))
                  .toList()));
    }
    if (!result.badRows().isEmpty()) {
      grids.add(badRows(result.badRows()));
    }
    return grids;
  }

  private static Grid trainings(Recipe recipe, RunResult result) {
    List<List<Cell>> rows = new ArrayList<>();
    for (RunResult.Trained each : result.trainings()) {
      rows.add(
          List.of(
              Cell.text(each.name()),
              Cell.figure(String.valueOf(each.seed())),
              Cell.figure(String.valueOf(each.history().steps())),
              Cell.text(losses(each)),
              Cell.text(
                  recipe.trainings().stream()
                      .filter(plan -> plan.name().equals(each.name()))
                      .findFirst()
                      .map(plan -> bare(plan.settings()))
                      .orElse(""))));
    }
    return new Grid(
        "trainings",
        "How it was trained",
        "Losses of the last step, and of held-out text where it was measured.",
        List.of("training", "seed", "steps", "losses", "settings"),
        rows);
  }

  private static String losses(RunResult.Trained training) {
    List<String> words = new ArrayList<>();
    for (String name : training.history().objectives()) {
      training
          .history()
          .loss(name)
          .ifPresent(
              loss -> {
                String text = String.format(Locale.ROOT, "%s %.2f", name, loss);
                Optional<Double> held = training.history().heldOutLoss(name);
                words.add(
                    text
                        + held.map(each -> String.format(Locale.ROOT, " (held out %.2f)", each))
                            .orElse(""));
              });
    }
    return String.join(", ", words);
  }

  private static Grid badRows(List<BadRows.BadRow> rows) {
    return new Grid(
        "bad-rows",
        "Rows that were left out",
        rows.size() > SHOWN_BAD_ROWS
            ? String.format(Locale.ROOT, "%,d rows, of which the first are shown.", rows.size())
            : "",
        List.of("file", "line", "reason"),
        rows.stream()
            .limit(SHOWN_BAD_ROWS)
            .map(
                each ->
                    List.of(
                        Cell.text(each.file().toString()),
                        Cell.figure(String.valueOf(each.line())),
                        Cell.text(each.reason())))
            .toList());
  }

  private static String bare(String settings) {
    return settings.startsWith("{") && settings.endsWith("}")
        ? settings.substring(1, settings.length() - 1)
        : settings;
  }
}
