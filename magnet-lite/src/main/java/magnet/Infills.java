package magnet;

import java.util.List;
import java.util.stream.IntStream;
import magnet.infer.Filling;
import magnet.io.NotNull;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A text with blanks, and what may fill them.
 *
 * @param model made them and is used for further calls
 * @param text the text with its blanks
 * @param candidates different fillings, the best first: ranked by the log-likelihood of the
 *     completed text from left to right
 */
public record Infills(Magnet model, String text, List<Filling> candidates)
    implements ModelOperations {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no candidate
   */
  public Infills {
    NotNull.of(model, "model");
    NotNull.of(text, "text");
    candidates = NotNull.elements(candidates, "candidates");
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("There are 0 candidates, expected one at least.");
    }
  }

  /** The completed text of the best candidate. */
  public String best() {
    return candidates.get(0).text();
  }

  /**
   * One row per candidate: what fills the blanks, the completed text, the log-likelihood of the
   * spans given both sides, and that of the completed text.
   */
  public Table table() {
    return Table.create(
        text,
        IntColumn.create("rank", IntStream.rangeClosed(1, candidates.size()).toArray()),
        StringColumn.create(
            "spans",
            candidates.stream().map(each -> String.join(" | ", each.spans()).strip()).toList()),
        StringColumn.create("text", candidates.stream().map(Filling::text).toList()),
        DoubleColumn.create(
            "span log-likelihood",
            candidates.stream().mapToDouble(each -> each.spanLikelihood().log()).toArray()),
        DoubleColumn.create(
            "text log-likelihood",
            candidates.stream().mapToDouble(each -> each.textLikelihood().log()).toArray()));
  }

  @Override
  public String toString() {
    return best() + (candidates.size() > 1 ? " (best of " + candidates.size() + ")" : "");
  }
}
