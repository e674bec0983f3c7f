package magnet.recipe.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import magnet.recipe.EvaluationPlan;
import magnet.recipe.Group;
import magnet.recipe.Recipe;
import magnet.recipe.RunResult;
import magnet.recipe.Spread;
import magnet.recipe.settings.TrainingPlan;

/** The tables of figures: a short one for each group of tasks, and all figures in one. */
final class ReportTables {

  private static final String MEAN = "mean";

  private final Recipe recipe;
  private final RunResult result;

  /**
   * The tables of a run.
   *
   * @param recipe what was asked for
   * @param result what was found
   */
  ReportTables(Recipe recipe, RunResult result) {
    this.recipe = recipe;
    this.result = result;
  }

  /** The rows of all groups in one table, with everybody who was measured; none if nothing was. */
  Optional<Grid> summary() {
    List<Contest> contests = new ArrayList<>();
    for (Group group : Group.values()) {
      contests.addAll(contests(plans(group)));
    }
    List<String> who = result.contenders();
    List<String> columns = new ArrayList<>(List.of("task", "metric"));
    columns.addAll(who);
    return contests.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Grid(
                "summary",
                "Summary",
                "",
                columns,
                contests.stream().map(each -> row(each, who, false)).toList()));
  }

  private List<EvaluationPlan> plans(Group group) {
    return recipe.evaluations().stream()
        .filter(each -> each.group() == group)
        .filter(each -> !Contest.metrics(result, each.name()).isEmpty())
        .toList();
  }

  /** A table for each group that was measured: what a reader looks at first. */
  List<Grid> groups() {
    List<Grid> grids = new ArrayList<>();
    for (Group group : Group.values()) {
      List<EvaluationPlan> plans = plans(group);
      if (!plans.isEmpty()) {
        grids.add(group(group, plans));
      }
    }
    return grids;
  }

  /**
   * A row for each metric that is shown, and their mean where all tasks have the same one; not of
   * perplexities, which no two texts have on one scale.
   */
  private List<Contest> contests(List<EvaluationPlan> plans) {
    List<Contest> contests = new ArrayList<>();
    for (EvaluationPlan plan : plans) {
      for (String metric : shown(plan)) {
        contests.add(Contest.of(result, plan.name(), metric));
      }
    }
    if (plans.size() > 1
        && contests.size() == plans.size()
        && contests.stream().allMatch(Contest::higherIsBetter)
        && contests.stream().map(Contest::metric).distinct().count() == 1) {
      List<String> names = plans.stream().map(EvaluationPlan::name).toList();
      contests.add(Contest.mean(result, MEAN, names, contests.get(0).metric()));
    }
    return contests;
  }

  private Grid group(Group group, List<EvaluationPlan> plans) {
    List<Contest> contests = contests(plans);
    List<String> who =
        result.contenders().stream()
            .filter(name -> contests.stream().anyMatch(each -> each.cells().containsKey(name)))
            .toList();
    boolean quoted = contests.stream().anyMatch(each -> quoted(each).isPresent());
    List<String> columns = new ArrayList<>(List.of("task", "metric"));
    columns.addAll(who);
    if (quoted) {
      columns.addAll(List.of("paper: " + ours(), "difference"));
    }
    List<List<Cell>> rows = contests.stream().map(each -> row(each, who, quoted)).toList();
    String name = group.name().toLowerCase(Locale.ROOT);
    return new Grid(name, group.title(), "", columns, rows);
  }

  private List<String> shown(EvaluationPlan plan) {
    List<String> all = Contest.metrics(result, plan.name());
    List<String> asked = plan.shown().stream().filter(all::contains).toList();
    return asked.isEmpty() ? all.subList(0, 1) : asked;
  }

  private List<Cell> row(Contest contest, List<String> who, boolean quoted) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(contest.task()));
    row.add(Cell.text(contest.metric() + " " + arrow(contest)));
    for (String name : who) {
      Contest.Reached reached = contest.cells().get(name);
      row.add(
          reached == null
              ? Cell.none()
              : contest.best().contains(name)
                  ? Cell.best(reached.toString())
                  : Cell.figure(reached.toString()));
    }
    if (quoted) {
      Optional<Double> paper = quoted(contest);
      Contest.Reached own = contest.cells().get(ours());
      row.add(paper.map(value -> Cell.figure(plain(value))).orElse(Cell.none()));
      row.add(
          paper.isPresent() && own != null
              ? Cell.figure(signed(own.spread().mean() - paper.get()))
              : Cell.none());
    }
    return row;
  }

  private static String arrow(Contest contest) {
    return contest.cells().isEmpty() ? "" : contest.higherIsBetter() ? "↑" : "↓";
  }

  /** The training that is set beside the paper: the one of its name, or the first. */
  private String ours() {
    return Stream.concat(
            Stream.of(Recipe.OURS), recipe.trainings().stream().map(TrainingPlan::name))
        .filter(result.contenders()::contains)
        .findFirst()
        .orElse(Recipe.OURS);
  }

  private Optional<Double> quoted(Contest contest) {
    return paper(contest.task(), contest.metric()).map(figures -> figures.get(ours()));
  }

  private Optional<Map<String, Double>> paper(String task, String metric) {
    return recipe.evaluations().stream()
        .filter(each -> each.name().equals(task))
        .findFirst()
        .map(each -> each.paper().get(metric));
  }

  /** Every figure that the recipe quotes, beside ours; none where it quotes none. */
  Optional<Grid> besidePaper() {
    List<List<Cell>> rows = new ArrayList<>();
    for (EvaluationPlan plan : recipe.evaluations()) {
      plan.paper()
          .forEach(
              (metric, figures) -> {
                Contest contest = Contest.of(result, plan.name(), metric);
                figures.forEach(
                    (name, value) -> {
                      Contest.Reached own = contest.cells().get(name);
                      rows.add(
                          List.of(
                              Cell.text(plan.name()),
                              Cell.text(metric),
                              Cell.text(name),
                              own == null ? Cell.none() : Cell.figure(own.toString()),
                              Cell.figure(plain(value)),
                              own == null
                                  ? Cell.none()
                                  : Cell.figure(signed(own.spread().mean() - value))));
                    });
              });
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Grid(
                "beside-paper",
                "Beside the paper",
                recipe.references(),
                List.of("task", "metric", "contender", "here", "paper", "difference"),
                rows));
  }

  /** Every metric with every pooling. */
  Grid all() {
    List<String> who = result.contenders();
    List<List<Cell>> rows = new ArrayList<>();
    result.figures().stream()
        .map(each -> List.of(each.task(), each.score().metric()))
        .distinct()
        .forEach(
            key -> {
              List<Cell> row = new ArrayList<>();
              key.forEach(text -> row.add(Cell.text(text)));
              for (String name : who) {
                row.add(
                    result
                        .spread(key.get(0), key.get(1), name)
                        .map(ReportTables::withInterval)
                        .orElse(Cell.none()));
              }
              rows.add(row);
            });
    List<String> columns = new ArrayList<>(List.of("task", "metric"));
    columns.addAll(who);
    return new Grid(
        "all-figures",
        "All figures",
        recipe.hasSeveralSeeds()
            ? "Mean ± standard deviation where there are several seeds; for a single figure the 95"
                + " % interval in brackets."
            : "The 95 % interval in brackets, where the task knows one.",
        columns,
        rows);
  }

  private static Cell withInterval(Spread spread) {
    return Cell.figure(
        Double.isNaN(spread.low())
            ? spread.toString()
            : "%s [%s, %s]".formatted(spread, plain(spread.low()), plain(spread.high())));
  }

  private static String plain(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.2f", value);
  }
}
