package magnet.recipe.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import magnet.eval.Differences;
import magnet.eval.InfillPerplexity;
import magnet.eval.MetricRow;
import magnet.eval.Score;
import magnet.eval.Scoreboard;
import magnet.recipe.EvaluationPlan;
import magnet.recipe.Group;
import magnet.recipe.Recipe;
import magnet.recipe.settings.TrainingPlan;
import magnet.view.ColumnNames;
import magnet.view.ShownTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The tables of figures: a short one for each group of tasks, and all figures in one. */
final class ReportTables {

  private static final String MEAN = "mean";

  private final Recipe recipe;
  private final Scoreboard scores;

  /** The tables of what was measured, seed by seed. */
  ReportTables(Recipe recipe, Scoreboard scores) {
    this.recipe = recipe;
    this.scores = scores;
  }

  /** The rows of all groups in one table, with everybody who was measured; none if nothing was. */
  Optional<ShownTable> summary() {
    Scoreboard all = allGroups().bestPoolings();
    return all.entries().isEmpty()
        ? Optional.empty()
        : Optional.of(all.shown("Summary", Score::figure).allRows());
  }

  /** What is shown of every group, and its mean, seed by seed and with every pooling. */
  private Scoreboard allGroups() {
    Scoreboard all = Scoreboard.empty();
    for (Group group : Group.values()) {
      List<EvaluationPlan> plans = plans(group);
      all = all.plus(shown(plans)).plus(mean(plans, meanOf(group)));
    }
    return all;
  }

  /** What a group's mean is called beside those of others. */
  private static String meanOf(Group group) {
    return group.name().toLowerCase(Locale.ROOT) + ", " + MEAN;
  }

  /** By how much MAGNET exceeds each other candidate; none where it was not measured, or alone. */
  Optional<ReportTable> differences() {
    Differences differences = allGroups().plus(withoutRightSide()).differencesOf(Recipe.OURS);
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReportTable(
                "differences",
                "What MAGNET reached minus what the candidate of the column did, in the unit of the"
                    + " row; the arrow says which direction is better. In brackets the 95 %"
                    + " interval of the difference, item by item (paired bootstrap), of these"
                    + " trainings and poolings: of a hundred such intervals five miss the truth. ±"
                    + " is the standard deviation over seeds, of MAGNET's alone where the other has"
                    + " a single one. V-measures have no interval, nor have results that were kept"
                    + " without draws.",
                differences.shown()));
  }

  /** What MAGNET reaches in blanks without what comes after them, as if another reached it. */
  private Scoreboard withoutRightSide() {
    return new Scoreboard(
        plans(Group.INFILLING).stream()
            .flatMap(plan -> scores.of(plan.name(), InfillPerplexity.LEFT_ONLY).entries().stream())
            .filter(each -> each.candidate().equals(Recipe.OURS))
            .map(
                each ->
                    new Scoreboard.Entry(
                        each.task(),
                        Recipe.OURS + ", left only",
                        each.score().as(InfillPerplexity.PERPLEXITY)))
            .toList());
  }

  private List<EvaluationPlan> plans(Group group) {
    return recipe.evaluations().stream()
        .filter(each -> each.group() == group)
        .filter(each -> !scores.metrics(each.name()).isEmpty())
        .toList();
  }

  /** A table for each group that was measured: what a reader looks at first. */
  List<ReportTable> groups() {
    List<ReportTable> tables = new ArrayList<>();
    for (Group group : Group.values()) {
      List<EvaluationPlan> plans = plans(group);
      if (!plans.isEmpty()) {
        tables.add(
            new ReportTable(
                group.name().toLowerCase(Locale.ROOT), "", table(group.title(), board(plans))));
      }
    }
    return tables;
  }

  /**
   * A row for each metric that is shown, and their mean. Each candidate is shown with its best
   * pooling, that of the mean being the best on average.
   */
  private Scoreboard board(List<EvaluationPlan> plans) {
    return shown(plans).plus(mean(plans, MEAN)).bestPoolings();
  }

  private Scoreboard shown(List<EvaluationPlan> plans) {
    Scoreboard board = Scoreboard.empty();
    for (EvaluationPlan plan : plans) {
      for (String metric : shown(plan)) {
        board = board.plus(scores.of(plan.name(), metric));
      }
    }
    return board;
  }

  /**
   * The means of several tasks where all show one metric and the same; nothing for perplexities,
   * which no two texts have on one scale.
   */
  private Scoreboard mean(List<EvaluationPlan> plans, String name) {
    Scoreboard board = shown(plans);
    List<String> metrics = plans.stream().flatMap(plan -> shown(plan).stream()).toList();
    boolean comparable =
        plans.size() > 1
            && metrics.size() == plans.size()
            && metrics.stream().distinct().count() == 1
            && board.entries().stream()
                .allMatch(each -> each.score().direction() == Score.Direction.HIGHER);
    List<String> names = plans.stream().map(EvaluationPlan::name).toList();
    return comparable ? board.mean(name, names, metrics.get(0)) : Scoreboard.empty();
  }

  private List<String> shown(EvaluationPlan plan) {
    List<String> all = scores.metrics(plan.name());
    List<String> asked = plan.shown().stream().filter(all::contains).toList();
    return asked.isEmpty() ? all.subList(0, 1) : asked;
  }

  /** The figures, beside those that the recipe quotes where it does. */
  private ShownTable table(String title, Scoreboard board) {
    ShownTable shown = board.shown(title, Score::figure);
    List<MetricRow> rows = board.rows();
    double[] paper = rows.stream().mapToDouble(this::quoted).toArray();
    double[] own = rows.stream().mapToDouble(row -> row.value(ours())).toArray();
    return Arrays.stream(paper).allMatch(Double::isNaN)
        ? shown
        : besidePaper(shown, "paper: " + ours(), own, paper);
  }

  /** The training that is set beside the paper: the one of its name, or the first. */
  private String ours() {
    return Stream.concat(
            Stream.of(Recipe.OURS), recipe.trainings().stream().map(TrainingPlan::name))
        .filter(scores.candidates()::contains)
        .findFirst()
        .orElse(Recipe.OURS);
  }

  private double quoted(MetricRow row) {
    return recipe.evaluations().stream()
        .filter(each -> each.name().equals(row.task()))
        .map(each -> each.paper().getOrDefault(row.metric(), Map.of()).get(ours()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static ShownTable besidePaper(
      ShownTable table, String title, double[] own, double[] paper) {
    double[] difference = new double[own.length];
    Arrays.setAll(difference, i -> own[i] - paper[i]);
    List<String> names =
        ColumnNames.beside(table.table().columnNames(), List.of(title, "difference"));
    return table
        .plus(DoubleColumn.create(names.get(0), paper), row -> known("%.2f", paper[row]))
        .plus(
            DoubleColumn.create(names.get(1), difference), row -> known("%+.2f", difference[row]));
  }

  private static String known(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  /** A figure that the recipe quotes, and ours if there is one. */
  private record Quoted(
      String task, String metric, String candidate, double paper, Optional<Score> here) {}

  /** Every figure that the recipe quotes, beside ours; none where it quotes none. */
  Optional<ReportTable> besidePaper() {
    List<Quoted> all = new ArrayList<>();
    for (EvaluationPlan plan : recipe.evaluations()) {
      plan.paper()
          .forEach(
              (metric, figures) -> {
                List<MetricRow> rows = scores.of(plan.name(), metric).bestPoolings().rows();
                figures.forEach(
                    (name, paper) -> {
                      Optional<Score> here = rows.stream().findFirst().flatMap(row -> row.of(name));
                      all.add(new Quoted(plan.name(), metric, name, paper, here));
                    });
              });
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    double[] own =
        all.stream().mapToDouble(each -> each.here.map(Score::value).orElse(Double.NaN)).toArray();
    Table table =
        Table.create(
            "Beside the paper",
            StringColumn.create("task", all.stream().map(Quoted::task)),
            StringColumn.create("metric", all.stream().map(Quoted::metric)),
            StringColumn.create("candidate", all.stream().map(Quoted::candidate)),
            DoubleColumn.create("here", own));
    ShownTable shown =
        ShownTable.of(table)
            .written("here", row -> all.get(row).here.map(Score::figure).orElse(""))
            .noted("here", row -> all.get(row).here.map(Score::pooling).orElse(""));
    double[] paper = all.stream().mapToDouble(Quoted::paper).toArray();
    return Optional.of(
        new ReportTable(
            "beside-paper", recipe.references(), besidePaper(shown, "paper", own, paper)));
  }

  /** Every metric with every pooling, and the means of groups. */
  ReportTable all() {
    Scoreboard every = scores;
    for (Group group : Group.values()) {
      every = every.plus(mean(plans(group), meanOf(group)));
    }
    return new ReportTable(
        "all-figures",
        recipe.hasSeveralSeeds()
            ? "Mean ± standard deviation where there are several seeds; in brackets the 95 %"
                + " interval over the items, with several seeds the mean of theirs."
            : "The 95 % interval in brackets, where the task knows one.",
        every.shown("All figures", Score::figureWithInterval));
  }
}
