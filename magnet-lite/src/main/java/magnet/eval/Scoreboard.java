package magnet.eval;

import java.util.ArrayList;
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
import java.util.stream.Collector;
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
 * What candidates reached in tasks. A value: adding gives a new one.
 *
 * @param entries every figure, task by task in the order in which they were measured
 */
public record Scoreboard(List<Entry> entries) {

  /**
   * One figure of one candidate, or of one of the seeds that it was trained with.
   *
   * @param task the task's name
   * @param candidate the candidate's name
   * @param score the figure
   */
  public record Entry(String task, String candidate, Score score) {

    private Entry with(Score other) {
      return new Entry(task, candidate, other);
    }

    private boolean isOf(String oneTask, String oneCandidate) {
      return task.equals(oneTask) && candidate.equals(oneCandidate);
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
   * Measures every candidate by every task that it can be measured by.
   *
   * @param tasks what is measured, in the order of the table's rows
   * @param candidates who is measured, in the order of its columns
   * @return the figures; a task that a candidate cannot do leaves its cell empty
   */
  public static Scoreboard measure(List<? extends Task> tasks, List<Candidate> candidates) {
    Scoreboard board = empty();
    try (ProgressView progress = Progress.forLongTasks()) { // one for all, drawn in one place
      for (Task task : tasks) {
        for (Candidate candidate : candidates) {
          if (task.canMeasure(candidate)) {
            board = board.with(task.name(), candidate.name(), task.measure(candidate, progress));
          }
        }
      }
    }
    return board;
  }

  /**
   * The board with the figures of one candidate in one task, in place of any that it had.
   *
   * @param task the task's name
   * @param candidate the candidate's name
   * @param scores the figures
   */
  public Scoreboard with(String task, String candidate, List<Score> scores) {
    List<Entry> more = new ArrayList<>(entries);
    int place = first(task, candidate).map(entries::indexOf).orElse(entries.size());
    more.removeIf(each -> each.isOf(task, candidate));
    more.addAll(place, scores.stream().map(score -> new Entry(task, candidate, score)).toList());
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

  private Optional<Entry> first(String task, String candidate) {
    return entries.stream().filter(each -> each.isOf(task, candidate)).findFirst();
  }

  /** Whether there are figures of a candidate in a task. */
  public boolean has(String task, String candidate) {
    return first(task, candidate).isPresent();
  }

  /**
   * The names of the candidates, in the order in which each task has them: one that an earlier task
   * could not measure stands before the next one that it was measured before.
   */
  public List<String> candidates() {
    List<String> names = new ArrayList<>();
    for (String task : tasks()) {
      List<String> measured =
          entries.stream()
              .filter(each -> each.task.equals(task))
              .map(Entry::candidate)
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
  private Scoreboard overSeeds() {
    return each(
        one -> List.of(one.task, one.candidate, one.score.metric(), one.score.pooling()),
        seeds -> seeds.get(0).with(Score.mean(seeds.stream().map(Entry::score).toList())));
  }

  /**
   * Of each candidate's poolings the best for each metric, over all seeds: the same freedom for
   * all.
   */
  public Scoreboard bestPoolings() {
    return overSeeds()
        .each(
            one -> List.of(one.task, one.candidate, one.score.metric()),
            poolings ->
                poolings.stream()
                    .reduce((best, one) -> one.score.betterThan(best.score) ? one : best)
                    .orElseThrow());
  }

  /**
   * The means of several tasks, for each pooling and seed by itself. A candidate counts that was
   * measured by all of them.
   *
   * @param name what stands for the tasks
   * @param tasks at least one
   * @param metric one that all of them have
   */
  public Scoreboard mean(String name, List<String> tasks, String metric) {
    Map<List<?>, List<Entry>> same =
        tasks.stream()
            .flatMap(task -> of(task, metric).entries.stream())
            .collect(
                grouping(one -> List.of(one.candidate, one.score.pooling(), one.score.seeds())));
    return new Scoreboard(
        same.values().stream()
            .filter(each -> each.size() == tasks.size())
            .map(
                each ->
                    new Entry(
                        name,
                        each.get(0).candidate,
                        Score.meanOfTasks(each.stream().map(Entry::score).toList())))
            .toList());
  }

  /**
   * By how much a candidate exceeds each of the others, each with its best pooling.
   *
   * @param candidate who is compared; where it was not measured there is no difference
   */
  public Differences differencesOf(String candidate) {
    return Differences.of(this, candidate);
  }

  /** One entry in place of all that are the same in some way. */
  private Scoreboard each(Function<Entry, List<?>> same, Function<List<Entry>, Entry> one) {
    return new Scoreboard(
        entries.stream().collect(grouping(same)).values().stream().map(one).toList());
  }

  private static Collector<Entry, ?, Map<List<?>, List<Entry>>> grouping(
      Function<Entry, List<?>> key) {
    return Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList());
  }

  /**
   * A row for each metric of each task, over all seeds; where a candidate has several poolings of
   * it, a row for each of them.
   */
  public List<MetricRow> rows() {
    List<Entry> means = overSeeds().entries;
    Set<List<?>> seen = new HashSet<>();
    Set<List<?>> several = new HashSet<>();
    for (Entry each : means) {
      if (!seen.add(List.of(each.task, each.score.metric(), each.candidate))) {
        several.add(List.of(each.task, each.score.metric()));
      }
    }
    Function<Entry, String> pooling =
        one -> several.contains(List.of(one.task, one.score.metric())) ? one.score.pooling() : "";
    return means.stream()
        .collect(grouping(one -> List.of(one.task, one.score.metric(), pooling.apply(one))))
        .values()
        .stream()
        .map(
            row -> {
              Map<String, Score> scores = new LinkedHashMap<>();
              row.forEach(each -> scores.put(each.candidate, each.score));
              Entry first = row.get(0);
              return new MetricRow(first.task, first.score.metric(), pooling.apply(first), scores);
            })
        .toList();
  }

  /**
   * A row for each of {@link #rows}, a column for each candidate, and the names of the best: what
   * people read. A cell is missing where the candidate was not measured; several are best where
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
    List<String> candidates = candidates();
    List<String> columns = ColumnNames.beside(own, candidates);
    ShownTable shown =
        ShownTable.of(table)
            .rows(SHOWN_ROWS)
            .written("metric", row -> rows.get(row).metric() + rows.get(row).arrow());
    shown = pooled ? shown.written("pooling", row -> rows.get(row).pooling()) : shown;
    for (int i = 0; i < columns.size(); i++) {
      String candidate = candidates.get(i);
      DoubleColumn values =
          DoubleColumn.create(
              columns.get(i), rows.stream().mapToDouble(row -> row.value(candidate)));
      shown =
          shown
              .plus(values, row -> rows.get(row).of(candidate).map(written).orElse(""))
              .noted(columns.get(i), row -> rows.get(row).note(candidate));
    }
    return shown.best(
        row ->
            rows.get(row).best().stream()
                .map(name -> columns.get(candidates.indexOf(name)))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
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
        texts("candidate", Entry::candidate),
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
        "%d figures of %d candidates in %d tasks",
        entries.size(),
        candidates().size(),
        tasks().size());
  }
}
