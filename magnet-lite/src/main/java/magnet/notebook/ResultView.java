package magnet.notebook;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.AttentionPattern;
import magnet.EmbeddingMap;
import magnet.Embeddings;
import magnet.Generation;
import magnet.History;
import magnet.Infills;
import magnet.Influence;
import magnet.Neighbours;
import magnet.TokenEmbeddings;
import magnet.TokenSurprise;
import magnet.TrainingViews;
import magnet.data.TextRange;
import magnet.eval.Differences;
import magnet.eval.Score;
import magnet.eval.ScoreCurve;
import magnet.eval.Scoreboard;
import magnet.eval.metric.Confusion;
import magnet.infer.Filling;
import magnet.recipe.report.RecipeReport;
import magnet.search.NearestTexts;
import magnet.search.SimilarPairs;
import magnet.search.TextClusters;
import magnet.view.CellOutput;
import magnet.view.MarkedText;
import magnet.view.ShownTable;
import magnet.view.TokenStrip;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * How a cell shows the values of one type.
 *
 * @param type values of this class and those below it
 * @param show what is shown of a value beside its {@code toString()}; nothing if the text says it
 *     all
 */
record ResultView<T>(Class<T> type, Function<T, Optional<CellOutput>> show) {

  private static final int MOST_VALUES = 48;
  private static final int MOST_COLUMNS = 24;

  /** All types that have more to show than text. */
  static List<ResultView<?>> all() {
    return List.of(
        always(Table.class, CellOutput::of),
        always(Chart.class, chart -> CellOutput.of((Chart<?, ?>) chart)),
        always(AttentionPattern.class, pattern -> CellOutput.of(pattern.chart())),
        always(Neighbours.class, neighbours -> CellOutput.of(neighbours.table())),
        always(NearestTexts.class, nearest -> CellOutput.of(nearest.table())),
        where(SimilarPairs.class, p -> !p.pairs().isEmpty(), p -> CellOutput.of(p.table())),
        always(TextClusters.class, clusters -> CellOutput.of(clusters.table())),
        always(TokenStrip.class, strip -> CellOutput.html(strip.html())),
        always(TokenSurprise.class, surprise -> CellOutput.html(surprise.strip().html())),
        always(TrainingViews.class, views -> CellOutput.html(views.html())),
        always(Influence.class, influence -> CellOutput.of(influence.chart())),
        always(EmbeddingMap.class, map -> CellOutput.of(map.chart())),
        always(ShownTable.class, table -> CellOutput.html(table.html())),
        always(
            Scoreboard.class,
            board -> CellOutput.html(board.shown("scores", Score::figure).html())),
        always(Differences.class, differences -> CellOutput.html(differences.shown().html())),
        always(RecipeReport.class, ResultView::report),
        where(ScoreCurve.class, c -> !c.points().isEmpty(), c -> CellOutput.of(c.chart())),
        always(Confusion.class, confusion -> CellOutput.of(confusion.chart())),
        always(Infills.class, ResultView::filled),
        always(Generation.class, ResultView::written),
        where(Embeddings.class, some -> some.size() > 1, some -> CellOutput.of(some.chart())),
        where(TokenEmbeddings.class, some -> some.size() > 1, some -> CellOutput.of(some.chart())),
        where(History.class, some -> !some.rows().isEmpty(), some -> CellOutput.of(some.chart())),
        where(float[][].class, rows -> rows.length > 0, ResultView::matrix),
        where(double[][].class, rows -> rows.length > 0, ResultView::matrix),
        always(float[].class, ResultView::list),
        always(double[].class, ResultView::list),
        always(int[].class, ResultView::list),
        always(boolean[].class, ResultView::list));
  }

  /** What is shown of a value; nothing if its text says it all. */
  static Optional<CellOutput> of(Object value) {
    return all().stream()
        .filter(view -> view.type.isInstance(value))
        .findFirst()
        .flatMap(view -> view.shown(value));
  }

  /** What is shown of a value of this type. */
  Optional<CellOutput> shown(Object value) {
    return show.apply(type.cast(value));
  }

  private static <T> ResultView<T> always(Class<T> type, Function<T, CellOutput> show) {
    return new ResultView<>(type, value -> Optional.of(show.apply(value)));
  }

  private static <T> ResultView<T> where(
      Class<T> type, Predicate<T> worth, Function<T, CellOutput> show) {
    return new ResultView<>(
        type, value -> worth.test(value) ? Optional.of(show.apply(value)) : Optional.empty());
  }

  /** The best text with its spans marked, and the other fillings below it. */
  private static CellOutput filled(Infills infills) {
    Filling best = infills.candidates().get(0);
    MarkedText text = new MarkedText();
    int from = 0;
    for (TextRange place : best.places()) {
      text.plain(best.text().substring(from, place.begin())).marked(place.of(best.text()));
      from = place.end();
    }
    text.plain(best.text().substring(from));
    if (infills.candidates().size() == 1) {
      return CellOutput.html(text.html());
    }
    Table others = infills.table().rejectColumns("text");
    return CellOutput.html("<div>" + text.html() + ShownTable.of(others).html() + "</div>");
  }

  private static CellOutput written(Generation generation) {
    int tokens = generation.continuation().tokens().length;
    String ending =
        switch (generation.continuation().ending()) {
          case END_TOKEN -> "ended by the model";
          case STOP_STRING -> "ended by a stop string";
          case TOKEN_LIMIT -> "ended by the limit of tokens";
          case LAST_POSITION -> "ended at the model's last position";
        };
    return CellOutput.html(
        new MarkedText()
            .plain(generation.prompt())
            .marked(generation.continuation().text())
            .html(
                String.format(
                    Locale.ROOT, "%,d token%s, %s", tokens, tokens == 1 ? "" : "s", ending)));
  }

  /** The tables of figures, one below the other. */
  private static CellOutput report(RecipeReport report) {
    return CellOutput.html(
        report.figures().stream()
            .map(each -> new MarkedText().marked(each.title()).html() + each.shown().html())
            .collect(Collectors.joining("", "<div>", "</div>")));
  }

  /** Numbers of which only the first and last columns become ones of a table: there may be many. */
  private static CellOutput matrix(Object[] rows) {
    int columns = Stream.of(rows).mapToInt(Array::getLength).max().orElse(0);
    int first = columns <= MOST_COLUMNS ? columns : MOST_COLUMNS / 2;
    List<Column<?>> table = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      if (column == first) {
        table.add(StringColumn.create("…", Collections.nCopies(rows.length, "…")));
        column = columns - MOST_COLUMNS / 2;
      }
      int c = column;
      table.add(
          DoubleColumn.create(
              String.valueOf(c),
              Stream.of(rows)
                  .mapToDouble(r -> c < Array.getLength(r) ? Array.getDouble(r, c) : Double.NaN)
                  .toArray()));
    }
    String size =
        columns > MOST_COLUMNS ? String.format(Locale.ROOT, "<div>%,d columns</div>", columns) : "";
    return CellOutput.html(
        "<div>" + ShownTable.of(Table.create("numbers", table)).html() + size + "</div>");
  }

  /** The values of an array of any kind; of a long one the first. */
  private static CellOutput list(Object array) {
    int length = Array.getLength(array);
    String values =
        IntStream.range(0, Math.min(length, MOST_VALUES))
            .mapToObj(i -> String.valueOf(Array.get(array, i)))
            .collect(Collectors.joining(", "));
    String rest =
        length > MOST_VALUES ? String.format(Locale.ROOT, ", … (%,d values)", length) : "";
    return CellOutput.html("<code>[" + values + rest + "]</code>");
  }
}
