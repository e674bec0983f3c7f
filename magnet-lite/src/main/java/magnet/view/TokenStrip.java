package magnet.view;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text's tokens in a row, each on a colour that says something about it: how likely it was, how
 * much of a change it noticed, whether it is a span token.
 *
 * <p>The text itself keeps the notebook's colour; a token's value is in its tooltip.
 */
public final class TokenStrip {

  private static final Color STRONG = new Color(0x0072b2);
  private static final Color SURPRISING = new Color(0xd55e00);
  private static final Color MASKED = new Color(0x009e73);
  private static final double FULL = 0.75;
  private static final double LEAST_PROBABILITY = 1e-4;

  private final String html;
  private final String words;

  /** Each token's element is made by its number. */
  private TokenStrip(List<String> tokens, IntFunction<String> element, String legend) {
    words = Shortened.oneLine(String.join("|", tokens));
    html =
        "<div style=\"max-width:60em\"><div style=\"line-height:2\">"
            + IntStream.range(0, tokens.size()).mapToObj(element).collect(Collectors.joining())
            + "</div><div style=\"opacity:.7;font-size:90%;margin-top:4px\">"
            + legend
            + "</div></div>";
  }

  /**
   * Colours tokens by a share: nothing at 0, full blue at 1.
   *
   * @param tokens the text of each token, spaces included
   * @param shares a value for each, from 0 to 1
   * @param meaning what the value is, such as {@code change}, for legend and tooltips
   * @throws IllegalArgumentException if there is no token, the sizes differ, or a value lies
   *     outside
   */
  public static TokenStrip ofShares(List<String> tokens, double[] shares, String meaning) {
    requireSame(tokens, shares.length);
    return new TokenStrip(
        tokens,
        i -> token(tokens.get(i), STRONG, shares[i], meaning, shares[i]),
        swatch(STRONG, FULL * 0.1, meaning + " 0.1")
            + swatch(STRONG, FULL * 0.5, "0.5")
            + swatch(STRONG, FULL, "1"));
  }

  /**
   * Colours tokens by how surprising they were: nothing where the probability is 1, full orange
   * where it is a ten-thousandth or less. The scale is logarithmic, as surprise is.
   *
   * @param tokens the text of each token, spaces included
   * @param probabilities the probability of each, from 0 to 1; NaN where none is known, such as the
   *     very first token
   * @throws IllegalArgumentException if there is no token, the sizes differ, or a probability lies
   *     outside
   */
  public static TokenStrip ofProbabilities(List<String> tokens, double[] probabilities) {
    requireSame(tokens, probabilities.length);
    return new TokenStrip(
        tokens,
        i -> {
          double p = probabilities[i];
          return Double.isNaN(p)
              ? token(tokens.get(i), "transparent", "not predicted")
              : token(tokens.get(i), SURPRISING, surprise(p), "probability", p);
        },
        swatch(SURPRISING, FULL * surprise(0.5), "probability 0.5")
            + swatch(SURPRISING, FULL * surprise(0.05), "0.05")
            + swatch(SURPRISING, FULL * surprise(0.001), "0.001"));
  }

  /**
   * Colours tokens as the mask rule sees them: context blue, span orange, as in {@link
   * AttentionPicture}.
   *
   * @param tokens the text of each token, spaces included
   * @param span for each, whether it is a span token
   * @throws IllegalArgumentException if there is no token or the sizes differ
   */
  public static TokenStrip ofSpans(List<String> tokens, boolean[] span) {
    requireSame(tokens, span.length);
    return new TokenStrip(
        tokens,
        i ->
            token(
                tokens.get(i),
                HtmlText.tint(span[i] ? AttentionPicture.SPAN : AttentionPicture.CONTEXT, 0.5),
                span[i] ? "span" : "context"),
        swatch(AttentionPicture.CONTEXT, 0.5, "context")
            + swatch(AttentionPicture.SPAN, 0.5, "span"));
  }

  /**
   * Colours tokens as a training reads them: context blue, span orange, masked tokens of the
   * context green, with what they hide in their tooltips.
   *
   * @param reads what the model reads of each token, spaces included
   * @param truth the tokens themselves
   * @param span for each, whether it is a span token
   * @param masked for each, whether it is masked
   * @throws IllegalArgumentException if there is no token or the sizes differ
   */
  public static TokenStrip ofViews(
      List<String> reads, List<String> truth, boolean[] span, boolean[] masked) {
    requireSame(reads, truth.size());
    requireSame(reads, span.length);
    requireSame(reads, masked.length);
    return new TokenStrip(
        reads,
        i -> {
          String tip = "masked: \"" + truth.get(i).strip() + "\"";
          return masked[i]
              ? token(reads.get(i), HtmlText.tint(MASKED, 0.6), tip)
              : span[i]
                  ? token(reads.get(i), HtmlText.tint(AttentionPicture.SPAN, 0.5), "span")
                  : token(reads.get(i), HtmlText.tint(AttentionPicture.CONTEXT, 0.3), "context");
        },
        swatch(AttentionPicture.CONTEXT, 0.3, "context")
            + swatch(MASKED, 0.6, "masked: to be recovered")
            + swatch(AttentionPicture.SPAN, 0.5, "span: to be generated"));
  }

  /** One HTML element. */
  public String html() {
    return html;
  }

  /** The tokens with bars between them. */
  @Override
  public String toString() {
    return words;
  }

  private static double surprise(double probability) {
    double surprise = -Math.log10(Math.max(LEAST_PROBABILITY, probability));
    return Math.max(0, surprise / -Math.log10(LEAST_PROBABILITY));
  }

  /** A token with a value, a share that is said in its tooltip. */
  private static String token(
      String text, Color color, double strength, String meaning, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "the value of token \"%s\" is %s, which is not between 0 and 1".formatted(text, value));
    }
    String tip = String.format(Locale.ROOT, "%s %.4f", meaning, value);
    return token(text, HtmlText.tint(color, FULL * strength), tip);
  }

  private static String token(String text, String background, String tip) {
    return "<span title=\"%s\" style=\"background:%s;border-radius:3px;padding:0 1px;margin:0 1px;display:inline-block;white-space:pre;line-height:1.5\">%s</span>"
        .formatted(HtmlText.escaped(tip), background, HtmlText.escaped(Shortened.oneLine(text)));
  }

  private static String swatch(Color color, double opacity, String meaning) {
    return ("<span style=\"margin-right:12px\"><span style=\"background:%s;border-radius:3px;"
            + "padding:0 8px;margin-right:5px\">&#8203;</span>%s</span>")
        .formatted(HtmlText.tint(color, opacity), HtmlText.escaped(meaning));
  }

  private static void requireSame(List<String> tokens, int values) {
    if (tokens.isEmpty() || tokens.size() != values) {
      throw new IllegalArgumentException(
          "%d tokens and %d values cannot be shown; give one value for each token"
              .formatted(tokens.size(), values));
    }
  }
}
