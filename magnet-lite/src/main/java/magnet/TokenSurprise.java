package magnet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import magnet.infer.Likelihood;
import magnet.infer.Positions;
import magnet.model.tokenizer.TokenTexts;
import magnet.view.TokenStrip;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How much each token of a text surprises a model that reads from left to right.
 *
 * @param model read the text and is used for further calls
 * @param tokens the tokens' texts, a begin token first where the model has one
 * @param probabilities of each token, given those before it; NaN for the first, which nothing
 *     predicts; {@code [tokens]}, not copied
 */
public record TokenSurprise(Magnet model, List<String> tokens, double[] probabilities)
    implements ModelOperations {

  static TokenSurprise of(Magnet model, String text) {
    int[] ids = model.encode(text);
    Positions.requirePredicted(ids.length, text);
    float[][] logits = model.logits(ids, AttentionPattern.causal(ids.length));
    double[] probabilities = new double[ids.length];
    probabilities[0] = Double.NaN;
    for (int t = 1; t < ids.length; t++) {
      probabilities[t] = probability(logits[t - 1], ids[t]);
    }
    return new TokenSurprise(model, TokenTexts.of(model.frame().tokenizer(), ids), probabilities);
  }

  private static double probability(float[] logits, int token) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[token]);
    }
    return 1 / sum;
  }

  /** How likely all tokens but the first are together. */
  public Likelihood likelihood() {
    double log = Arrays.stream(probabilities).skip(1).map(Math::log).sum();
    return new Likelihood(log, probabilities.length - 1);
  }

  /** The tokens in a row; the more surprising, the stronger the colour. */
  public TokenStrip strip() {
    return TokenStrip.ofProbabilities(tokens, probabilities);
  }

  /**
   * One row per token: its probability, and its surprise in bits (the negative binary logarithm).
   */
  public Table table() {
    return Table.create(
        "surprise",
        StringColumn.create("token", tokens),
        DoubleColumn.create("probability", probabilities),
        DoubleColumn.create(
            "bits", Arrays.stream(probabilities).map(p -> -Math.log(p) / Math.log(2)).toArray()));
  }

  @Override
  public String toString() {
    int most =
        IntStream.range(1, probabilities.length)
            .reduce((a, b) -> probabilities[b] < probabilities[a] ? b : a)
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "%d tokens, perplexity %.2f, most surprising: \"%s\" (probability %.4f)",
        tokens.size(),
        likelihood().perplexity(),
        tokens.get(most).strip(),
        probabilities[most]);
  }
}
