package magnet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import magnet.model.tokenizer.TokenTexts;
import magnet.view.AttentionPicture;
import magnet.view.TokenStrip;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which tokens notice when another is replaced: an attention pattern shown by its effect.
 *
 * @param tokens the tokens' texts
 * @param pattern which token may see which
 * @param change {@code [tokens][tokens]}: how far the state of one token (row) moves when another
 *     (column) is replaced by a different one, from 0 (not one bit) to 1 (by the state's own length
 *     or more); not copied
 */
public record Influence(List<String> tokens, AttentionPattern pattern, float[][] change) {

  static Influence of(Magnet model, int[] ids, AttentionPattern pattern) {
    float[][] states = model.hiddenStates(ids, pattern);
    int vocabulary = model.architecture().vocabularySize();
    float[][] change = new float[ids.length][ids.length];
    for (int exchanged = 0; exchanged < ids.length; exchanged++) {
      int[] others = ids.clone();
      // Any other token will do; one half the vocabulary away is unrelated.
      others[exchanged] = (ids[exchanged] + vocabulary / 2) % vocabulary;
      float[][] moved = model.hiddenStates(others, pattern);
      for (int token = 0; token < ids.length; token++) {
        change[token][exchanged] = change(states[token], moved[token]);
      }
    }
    return new Influence(TokenTexts.of(model.frame().tokenizer(), ids), pattern, change);
  }

  private static float change(float[] before, float[] after) {
    double moved = 0;
    double length = 0;
    for (int d = 0; d < before.length; d++) {
      moved += (after[d] - before[d]) * (double) (after[d] - before[d]);
      length += before[d] * (double) before[d];
    }
    return (float) Math.min(1, Math.sqrt(moved / length));
  }

  /** The changes as a picture: one row per token that may notice, one column per replaced token. */
  public Chart<?, ?> chart() {
    return AttentionPicture.ofChanges(tokens, pattern.span(), change);
  }

  /**
   * The tokens in a row; the more they notice, the stronger the colour.
   *
   * @param exchanged index of the replaced token
   */
  public TokenStrip strip(int exchanged) {
    if (exchanged < 0 || exchanged >= tokens.size()) {
      throw new IllegalArgumentException(
          "There is no token " + exchanged + ", expected 0 to " + (tokens.size() - 1) + ".");
    }
    return TokenStrip.ofShares(tokens, changes(exchanged), "change");
  }

  /** How far each token moves when one is replaced. */
  private double[] changes(int exchanged) {
    return Arrays.stream(change).mapToDouble(row -> row[exchanged]).toArray();
  }

  /** One row per token that may notice, one column per replaced token. */
  public Table table() {
    Table table = Table.create("influence", StringColumn.create("notices", tokens));
    for (int exchanged = 0; exchanged < tokens.size(); exchanged++) {
      String name = exchanged + " " + tokens.get(exchanged).strip();
      table.addColumns(DoubleColumn.create(name, changes(exchanged)));
    }
    return table;
  }

  @Override
  public String toString() {
    long noticed =
        IntStream.range(0, tokens.size())
            .mapToLong(each -> Arrays.stream(changes(each)).filter(moved -> moved > 0).count())
            .sum();
    return String.format(
        Locale.ROOT,
        "%d tokens, %d of %d exchanges noticed",
        tokens.size(),
        noticed,
        tokens.size() * tokens.size());
  }
}
