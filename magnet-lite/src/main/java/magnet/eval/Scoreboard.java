package magnet.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import magnet.view.ColumnNames;
import magnet.view.progress.Progress;
import magnet.view.progress.ProgressView;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What contenders reached in tasks. A value: adding gives a new one.
 *
 * @param entries every figure, task by task in the order in which they were measured
 */
public record Scoreboard(List<Entry> entries) {

  /**
   * One figure of one contender.
   *
   * @param task the task's name
   * @param contender the contender's name
   * @param score the figure
   */
  public record Entry(String task, String contender, Score score) {

    private boolean isOf(String oneTask, String oneContender) {
      return task.equals(oneTask) && contender.equals(oneContender);
    }

    private Row row() {
      return new Row(task, score.metric());
    }
  }

  private record Row(String task, String metric) {}

  /** Copies the list. */
  public Scoreboard {
    entries = List.copyOf(entries);
  }

  /** A board without a figure. */
  public static Scoreboard empty() {
    return new Scoreboard(List.of());
  }

  /**
   * Measures every contender by every task that it can be measured by.
   *
   * @param tasks what is measured, in the order of the table's rows
   * @param contenders who is measured, in the order of its columns
   * @return the figures; a task that a contender cannot do leaves its cell empty
   */
  public static Scoreboard measure(List<? extends Task> tasks, List<Contender> contenders) {
    Scoreboard board = empty();
    try (ProgressView progress = Progress.forLongTasks()) { // one for all, drawn in one place
      for (Task task : tasks) {
        for (Contender contender : contenders) {
          if (task.canMeasure(contender)) {
            board = board.with(task.name(), contender.name(), task.measure(contender, progress));
          }
        }
      }
    }
    return board;
  }

  /**
   * The board with the figures of one contender in one task, in place of any that it had.
   *
   * @param task the task's name
   * @param contender the contender's name
   * @param scores the figures
   */
  public Scoreboard with(String task, String contender, List<Score> scores) {
    List<Entry> more = new ArrayList<>(entries);
    int place = first(task, contender).map(entries::indexOf).orElse(entries.size());
    more.removeIf(each -> each.isOf(task, contender));
    more.addAll(place, scores.stream().map(score -> new Entry(task, contender, score)).toList());
    return new Scoreboard(more);
  }

  private Optional<Entry> first(String task, String contender) {
    return entries.stream().filter(each -> each.isOf(task, contender)).findFirst();
  }

  /** Whether there are figures of a contender in a task. */
  public boolean has(String task, String contender) {
    return first(task, contender).isPresent();
  }

  /**
   * The names of the contenders, in the order in which each task has them: one that an earlier task
   * could not measure stands between those that it was measured between.
   */
  public List<String> contenders() {
    List<String> names = new ArrayList<>();
    for (String task : tasks()) {
      Set<String> measured = new LinkedHashSet<>();
      entries.stream()
          .filter(each -> each.task().equals(task))
          .forEach(each -> measured.add(each.contender()));
      int place =
          measured.stream()
              .filter(names::contains)
              .findFirst()
              .map(names::indexOf)
              .orElse(names.size());
      for (String name : measured) {
        if (!names.contains(name)) {
          names.add(place, name);
        }
        place = names.indexOf(name) + 1;
      }
    }
    return List.copyOf(names);
  }

  /** The names of the tasks, in the order of their first figures. */
  public List<String> tasks() {
    return distinct(Entry::task);
  }

  private <T> List<T> distinct(Function<Entry, T> of) {
    Set<T> found = new LinkedHashSet<>();
    entries.forEach(each -> found.add(of.apply(each)));
    return List.copyOf(found);
  }

  /**
   * A row for each task and metric, a column for each contender, and the name of the best: what
   * people read. A cell is missing where the contender was not measured; several are best where
   * their figures are equal, none where there is but one. Of names that differ in case only the
   * second gets a number, as does one that is called like a column of the table's own.
   */
  public Table table() {
    List<Row> rows = distinct(Entry::row);
    StringColumn tasks = StringColumn.create("task");
    StringColumn metrics = StringColumn.create("metric");
    StringColumn best = StringColumn.create("best");
    List<String> columnNames = ColumnNames.beside(List.of("task", "metric", "best"), contenders());
    Map<String, DoubleColumn> figures = new LinkedHashMap<>();
    for (int i = 0; i < columnNames.size(); i++) {
      figures.put(contenders().get(i), DoubleColumn.create(columnNames.get(i)));
    }
    for (Row row : rows) {
      tasks.append(row.task());
      metrics.append(row.metric());
      Map<String, Score> scores = scores(row);
      figures.forEach(
          (name, column) -> {
            if (scores.containsKey(name)) {
              column.append(scores.get(name).value());
            } else {
              column.appendMissing();
            }
          });
      best.append(
          best(scores).stream()
              .map(name -> figures.get(name).name())
              .collect(Collectors.joining(", ")));
    }
    Table table = Table.create("scores", tasks, metrics);
    figures.values().forEach(table::addColumns);
    return table.addColumns(best);
  }

  private Map<String, Score> scores(Row row) {
    Map<String, Score> scores = new LinkedHashMap<>();
    entries.stream()
        .filter(each -> each.row().equals(row))
        .forEach(each -> scores.put(each.contender(), each.score()));
    return scores;
  }

  private static List<String> best(Map<String, Score> scores) {
    if (scores.size() < 2) {
      return List.of();
    }
    return scores.keySet().stream()
        .filter(name -> !Double.isNaN(scores.get(name).value()))
        .filter(name -> scores.values().stream().noneMatch(o -> o.betterThan(scores.get(name))))
        .toList();
  }

  /**
   * A row for each figure, with its interval and which way is better: what programs read, and a CSV
   * file holds ({@code board.longTable().write().csv(file)}).
   */
  public Table longTable() {
    StringColumn tasks = StringColumn.create("task");
    StringColumn metrics = StringColumn.create("metric");
    StringColumn contenders = StringColumn.create("contender");
    DoubleColumn values = DoubleColumn.create("value");
    DoubleColumn lows = DoubleColumn.create("low");
    DoubleColumn highs = DoubleColumn.create("high");
    BooleanColumn higher = BooleanColumn.create("higher is better");
    for (Entry each : entries) {
      tasks.append(each.task());
      metrics.append(each.score().metric());
      contenders.append(each.contender());
      values.append(each.score().value());
      lows.append(each.score().low());
      highs.append(each.score().high());
      higher.append(each.score().direction() == Score.Direction.HIGHER);
    }
    return Table.create("scores", tasks, metrics, contenders, values, lows, highs, higher);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d figures of %d contenders in %d tasks",
        entries.size(),
        contenders().size(),
        tasks().size());
  }
}
