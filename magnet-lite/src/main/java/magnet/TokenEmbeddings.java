package magnet;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.infer.TokenVectors;
import magnet.view.SimilarityHeatMap;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A text's tokens with a vector each. A begin token, where the model has one, comes first and
 * stands for no text.
 *
 * @param model made them and carries on
 * @param all ids, ranges of the text and vectors
 */
public record TokenEmbeddings(Magnet model, TokenVectors all) implements Chain {

  /** Number of tokens. */
  public int size() {
    return all.length();
  }

  /** The vectors, {@code [tokens][hidden]}; not copied. */
  public float[][] vectors() {
    return all.vectors();
  }

  /** The part of the text that each token stands for; the vocabulary's name where it is empty. */
  public List<String> texts() {
    return IntStream.range(0, size())
        .mapToObj(
            t ->
                all.begin()[t] == all.end()[t]
                    ? model.token(all.ids()[t])
                    : all.text().substring(all.begin()[t], all.end()[t]))
        .toList();
  }

  /** The cosine of each token with each, {@code [tokens][tokens]}. */
  public float[][] similarity() {
    return Similarities.of(all.vectors());
  }

  /** The similarities as a picture. */
  public Chart<?, ?> chart() {
    return SimilarityHeatMap.of(texts(), similarity());
  }

  /** A row a token: its text, its id and its range in the text. */
  public Table table() {
    return Table.create(
        "tokens",
        StringColumn.create("token", texts()),
        IntColumn.create("id", all.ids()),
        IntColumn.create("begin", all.begin()),
        IntColumn.create("end", all.end()));
  }

  @Override
  public String toString() {
    return size()
        + " tokens "
        + String.join("|", texts())
        + ", vectors of "
        + Arrays.stream(vectors()).mapToInt(vector -> vector.length).findFirst().orElse(0)
        + " dimensions";
  }
}
