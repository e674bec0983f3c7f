package magnet.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import magnet.view.ColumnNames;
import magnet.view.ShownTable;
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
   * One figure of one contender, or of one of the seeds that it was trained with.
   *
   * @param task the task's name
   * @param contender the contender's name
   * @param score the figure
   */
  public record Entry(String task, String contender, Score score) {

    private boolean isOf(String oneTask, String oneContender) {
      return task.equals(oneTask) && contender.equals(oneContender);
    }
  }

  private static final int SHOWN_ROWS = 60;

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

  /** The figures of this board, and then those of another. */
  public Scoreboard plus(Scoreboard other) {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(other.entries);
    return new Scoreboard(all);
  }

  /** The figures of one metric of a task, by every pooling. */
  public Scoreboard of(String task, String metric) {
    return new Scoreboard(
        entries.stream()
            .filter(each -> each.task.equals(task) && each.score.metric().equals(metric))
            .toList());
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
   * could not measure stands before the next one that it was measured before.
   */
  public List<String> contenders() {
    List<String> names = new ArrayList<>();
    for (String task : tasks()) {
      List<String> measured =
          entries.stream()
              .filter(each -> each.task.equals(task))
              .map(Entry::contender)
              .distinct()
              .toList();
      int place = names.size();
      for (int i = measured.size() - 1; i >= 0; i--) {
        if (!names.contains(measured.get(i))) {
          names.add(place, measured.get(i));
        }
        place = names.indexOf(measured.get(i));
      }
    }
    return List.copyOf(names);
  }

  /** The names of the tasks, in the order of their first figures. */
  public List<String> tasks() {
    return entries.stream().map(Entry::task).distinct().toList();
  }

  /** The metrics of a task, in the order of their first figures. */
  public List<String> metrics(String task) {
    return entries.stream()
        .filter(each -> each.task.equals(task))
        .map(each -> each.score.metric())
        .distinct()
        .toList();
  }

  /** One figure in place of those of several seeds: their mean, with its deviation. */
  public Scoreboard overSeeds() {
    return new Scoreboard(
        grouped(
                each ->
                    List.of(each.task, each.contender, each.score.metric(), each.score.pooling()))
            .stream()
            .map(
                seeds ->
                    new Entry(
                        seeds.get(0).task,
                        seeds.get(0).contender,
                        Score.mean(seeds.stream().map(Entry::score).toList())))
            .toList());
  }

  /** Of each contender's poolings the best for each metric: the same freedom for all. */
  public Scoreboard bestPoolings() {
    return new Scoreboard(
        grouped(each -> List.of(each.task, each.contender, each.score.metric())).stream()
            .map(
                poolings ->
                    poolings.stream()
                        .reduce((best, each) -> each.score.betterThan(best.score) ? each : best)
                        .orElseThrow())
            .toList());
  }

  /**
   * The means of several tasks, for each pooling and seed by itself. A contender counts that was
   * measured by all of them.
   *
   * @param name what stands for the tasks
   * @param tasks at least one
   * @param metric one that all of them have
   */
  public Scoreboard mean(String name, List<String> tasks, String metric) {
    Scoreboard wanted =
        new Scoreboard(tasks.stream().flatMap(task -> of(task, metric).entries.stream()).toList());
    return new Scoreboard(
        wanted
            .grouped(each -> List.of(each.contender, each.score.pooling(), each.score.seeds()))
            .stream()
            .filter(each -> each.size() == tasks.size())
            .map(
                each -> {
                  Score first = each.get(0).score;
                  double mean =
                      each.stream().mapToDouble(one -> one.score.value()).average().orElseThrow();
                  return new Entry(name, each.get(0).contender, first.withValue(mean));
                })
            .toList());
  }

  private Collection<List<Entry>> grouped(Function<Entry, List<?>> key) {
    return entries.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /**
   * A row for each metric of each task; where a contender has several poolings of it, a row for
   * each of them.
   */
  public List<MetricRow> rows() {
    Set<List<String>> seen = new HashSet<>();
    Set<List<String>> several = new HashSet<>();
    for (Entry each : entries) {
      if (!seen.add(List.of(each.task, each.contender, each.score.metric()))) {
        several.add(List.of(each.task, each.score.metric()));
      }
    }
    return grouped(
            each -> {
              List<String> key = List.of(each.task, each.score.metric());
              return several.contains(key)
                  ? List.of(each.task, each.score.metric(), each.score.pooling())
                  : key;
            })
        .stream()
        .map(
            row -> {
              Entry first = row.get(0);
              Map<String, Score> scores = new LinkedHashMap<>();
              row.forEach(each -> scores.put(each.contender, each.score));
              boolean one = several.contains(List.of(first.task, first.score.metric()));
              return new MetricRow(
                  first.task, first.score.metric(), one ? first.score.pooling() : "", scores);
            })
        .toList();
  }

  /**
   * A row for each of {@link #rows}, a column for each contender, and the names of the best: what
   * people read. A cell is missing where the contender was not measured; several are best where
   * their figures are equal, none where all are. Of names that differ in case only the second gets
   * a number, as does one that is called like a column of the table's own.
   */
  public Table table() {
    return shown("scores", Score::figure).table();
  }

  /**
   * The same as it is shown: each figure written, the pooling beside it unless its row has one, the
   * best marked.
   *
   * @param title what the table is called
   * @param written such as {@link Score#figure}
   */
  public ShownTable shown(String title, Function<Score, String> written) {
    List<MetricRow> rows = rows();
    Table table =
        Table.create(
            title,
            StringColumn.create("task", rows.stream().map(MetricRow::task)),
            StringColumn.create("metric", rows.stream().map(MetricRow::metric)));
    boolean pooled = rows.stream().anyMatch(row -> !row.pooling().isEmpty());
    if (pooled) {
      table.addColumns(StringColumn.create("pooling", rows.stream().map(MetricRow::pooling)));
    }
    List<String> own = new ArrayList<>(table.columnNames());
    own.add(ShownTable.BEST);
    List<String> contenders = contenders();
    List<String> columns = ColumnNames.beside(own, contenders);
    for (int i = 0; i < columns.size(); i++) {
      String contender = contenders.get(i);
      table.addColumns(
          DoubleColumn.create(
              columns.get(i),
              rows.stream()
                  .map(row -> row.scores().get(contender))
                  .mapToDouble(score -> score == null ? Double.NaN : score.value())));
    }
    ShownTable shown =
        ShownTable.of(table)
            .rows(SHOWN_ROWS)
            .written("metric", row -> rows.get(row).metric() + arrow(rows.get(row)));
    shown = pooled ? shown.written("pooling", row -> rows.get(row).pooling()) : shown;
    for (int i = 0; i < columns.size(); i++) {
      String contender = contenders.get(i);
      shown =
          shown
              .written(columns.get(i), row -> in(rows.get(row), contender).map(written).orElse(""))
              .noted(
                  columns.get(i),
                  row ->
                      in(rows.get(row), contender)
                          .filter(score -> rows.get(row).pooling().isEmpty())
                          .map(Score::pooling)
                          .orElse(""));
    }
    return shown.best(
        row ->
            rows.get(row).best().stream()
                .map(name -> columns.get(contenders.indexOf(name)))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private static Optional<Score> in(MetricRow row, String contender) {
    return Optional.ofNullable(row.scores().get(contender));
  }

  private static String arrow(MetricRow row) {
    return row.higherIsBetter() ? " ↑" : " ↓";
  }

  /**
   * A row for each figure, with all that is known of it: what programs read, and a CSV file holds
   * ({@code board.longTable().write().csv(file)}).
   */
  public Table longTable() {
    return Table.create(
        "scores",
        texts("task", Entry::task),
        texts("metric", each -> each.score.metric()),
        texts("pooling", each -> each.score.pooling()),
        texts("contender", Entry::contender),
        texts("seed", Scoreboard::seeds),
        numbers("value", Score::value),
        numbers("deviation", Score::deviation),
        numbers("low", Score::low),
        numbers("high", Score::high),
        BooleanColumn.create(
            "higher is better",
            entries.stream()
                .map(each -> each.score.direction() == Score.Direction.HIGHER)
                .toList()));
  }

  private StringColumn texts(String name, Function<Entry, String> of) {
    return StringColumn.create(name, entries.stream().map(of));
  }

  private DoubleColumn numbers(String name, ToDoubleFunction<Score> of) {
    return DoubleColumn.create(
        name, entries.stream().mapToDouble(each -> of.applyAsDouble(each.score)));
  }

  private static String seeds(Entry entry) {
    return entry.score.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
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
