package magnet.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import magnet.view.ShownTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The texts nearest to each of some queries.
 *
 * @param queries the texts that were searched for
 * @param texts all that were searched
 * @param hits their places and cosines
 */
public record NearestTexts(List<String> queries, List<String> texts, Hits hits) {

  /** Copies the lists. */
  public NearestTexts {
    queries = List.copyOf(queries);
    texts = List.copyOf(texts);
  }

  /**
   * The texts nearest to one of the queries, the nearest first.
   *
   * @param query its place among the queries
   */
  public List<String> of(int query) {
    return Arrays.stream(hits.rows()[query]).mapToObj(texts::get).toList();
  }

  /** A row for each query and each text near it: query, rank from 1, index, text and cosine. */
  public Table table() {
    StringColumn query = StringColumn.create("query");
    IntColumn rank = IntColumn.create("rank");
    IntColumn index = IntColumn.create("index");
    StringColumn text = StringColumn.create("text");
    DoubleColumn cosine = DoubleColumn.create("cosine");
    for (int q = 0; q < queries.size(); q++) {
      for (int i = 0; i < hits.rows()[q].length; i++) {
        query.append(queries.get(q));
        rank.append(i + 1);
        index.append(hits.rows()[q][i]);
        text.append(texts.get(hits.rows()[q][i]));
        cosine.append(hits.cosines()[q][i]);
      }
    }
    return Table.create("nearest", query, rank, index, text, cosine);
  }

  @Override
  public String toString() {
    return queries.size() <= 10
        ? ShownTable.of(table()).text()
        : String.format(
            Locale.ROOT, "the nearest of %,d texts to each of %,d", texts.size(), queries.size());
  }
}
