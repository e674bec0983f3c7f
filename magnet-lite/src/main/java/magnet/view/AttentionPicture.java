package magnet.view;

import java.awt.Color;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Which token may look at which: the attention mask as a picture, and its effect, measured at the
 * model's states. Labels of span tokens are orange.
 */
public final class AttentionPicture {

  static final Color CONTEXT = new Color(0x56a5d8);
  static final Color SPAN = new Color(0xe69f00);

  private static final Color SPAN_LABEL = new Color(0xb35a00);
  private static final Color CONTEXT_CHANGED = new Color(0x0072b2);
  private static final Color SPAN_CHANGED = new Color(0xd55e00);
  private static final double FAINTEST = 0.12;

  private AttentionPicture() {}

  /**
   * Draws a mask with the tokens' numbers, counted from 0, as labels.
   *
   * @param allowed {@code [queries][keys]}: whether the query may see the key; square
   * @param span for each token, whether it is a span token; {@code [tokens]}
   * @throws IllegalArgumentException if there is no token or the sizes differ
   */
  public static Chart<?, ?> of(boolean[][] allowed, boolean[] span) {
    return of(allowed, span, IntStream.range(0, span.length).mapToObj(String::valueOf).toList());
  }

  /**
   * Draws a mask with the tokens' texts as labels. A row is a query (the token that looks), a
   * column a key (the token that is seen). A cell is coloured where the query may see the key: blue
   * for context keys, orange for span keys. It stays empty where it may not.
   *
   * @param allowed {@code [queries][keys]}: whether the query may see the key; square
   * @param span for each token, whether it is a span token; {@code [tokens]}
   * @param tokens the text of each token; {@code [tokens]}
   * @throws IllegalArgumentException if there is no token or the sizes differ
   */
  public static Chart<?, ?> of(boolean[][] allowed, boolean[] span, List<String> tokens) {
    check(allowed, span, tokens);
    int spans = spans(span);
    int contexts = span.length - spans;
    Map<String, Color> meanings = new LinkedHashMap<>();
    if (contexts > 0) {
      meanings.put("sees a context token", CONTEXT);
    }
    if (spans > 0) {
      meanings.put("sees a span token", SPAN);
    }
    meanings.put("does not see it", Color.WHITE);
    String both = contexts > 0 && spans > 0 ? " and " : "";
    return new CellChart(
        attention(span) + counted(contexts, "context") + both + counted(spans, "span"),
        "query: who looks",
        "key: who is seen",
        new TokenCells(
            List.copyOf(tokens),
            span,
            SPAN_LABEL,
            (row, column) -> !allowed[row][column] ? null : span[column] ? SPAN : CONTEXT,
            (row, column) -> ""),
        new CellLegend.Swatches(meanings));
  }

  /**
   * Draws which tokens notice a change. A row is a token that may notice, a column one that is
   * replaced. A cell stays empty where nothing changes at all; else its colour is stronger the more
   * changes, blue for replaced context tokens, orange for span tokens.
   *
   * @param tokens the tokens' texts
   * @param span for each token, whether it is a span token
   * @param change {@code [notices][exchanged]}, from 0 to 1
   * @throws IllegalArgumentException if there is no token or the sizes differ
   */
  public static Chart<?, ?> ofChanges(List<String> tokens, boolean[] span, float[][] change) {
    if (tokens.isEmpty()
        || span.length != tokens.size()
        || change.length != tokens.size()
        || Arrays.stream(change).anyMatch(row -> row.length != tokens.size())) {
      throw new IllegalArgumentException(
          "changes of %d tokens, %d span codes and %d token texts do not belong together"
              .formatted(change.length, span.length, tokens.size()));
    }
    Map<String, Color> meanings = new LinkedHashMap<>();
    meanings.put("a context token", CONTEXT_CHANGED);
    meanings.put("a span token", SPAN_CHANGED);
    return new CellChart(
        attention(span) + "who notices which change",
        "notices",
        "exchanged",
        new TokenCells(
            List.copyOf(tokens),
            span,
            SPAN_CHANGED,
            (row, column) -> {
              double share = FAINTEST + (1 - FAINTEST) * Math.min(1, change[row][column]);
              Color full = span[column] ? SPAN_CHANGED : CONTEXT_CHANGED;
              return change[row][column] == 0 ? null : ChartLook.mixed(Color.WHITE, full, share);
            },
            (row, column) -> String.format(Locale.ROOT, "%.2f", change[row][column])),
        new CellLegend.Swatches(meanings));
  }

  private static int spans(boolean[] span) {
    return (int) IntStream.range(0, span.length).filter(i -> span[i]).count();
  }

  private static String attention(boolean[] span) {
    int spans = spans(span);
    String name = spans == 0 ? "Bidirectional" : spans == span.length ? "Causal" : "Hybrid";
    return name + " attention: ";
  }

  private static String counted(int tokens, String kind) {
    return tokens == 0
        ? ""
        : String.format(Locale.ROOT, "%d %s token%s", tokens, kind, tokens == 1 ? "" : "s");
  }

  /** One cell per pair of tokens, with the span tokens' names in a colour of their own. */
  private record TokenCells(
      List<String> rows,
      boolean[] span,
      Color spanLabel,
      BiFunction<Integer, Integer, Color> colors,
      BiFunction<Integer, Integer, String> texts)
      implements CellChart.Cells {

    @Override
    public Color color(int row, int column) {
      return colors.apply(row, column);
    }

    @Override
    public String text(int row, int column) {
      return texts.apply(row, column);
    }

    /** Room for the name of each token. */
    @Override
    public int leastSide() {
      return 10;
    }

    @Override
    public Color labelColor(int number) {
      return span[number] ? spanLabel : ChartLook.INK;
    }
  }

  private static void check(boolean[][] allowed, boolean[] span, List<String> tokens) {
    if (span.length == 0 || allowed.length != span.length || tokens.size() != span.length) {
      throw new IllegalArgumentException(
          ("a mask of %d rows, %d span codes and %d token texts do not belong together;"
                  + " give one of each for every token")
              .formatted(allowed.length, span.length, tokens.size()));
    }
    for (int query = 0; query < allowed.length; query++) {
      if (allowed[query].length != span.length) {
        throw new IllegalArgumentException(
            "row %d of the mask has %d keys, but there are %d tokens"
                .formatted(query, allowed[query].length, span.length));
      }
    }
  }
}
