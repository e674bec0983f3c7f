package magnet.view;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Which token may look at which: the attention mask as a picture.
 *
 * <p>A row is a query (the token that looks), a column a key (the token that is seen). A cell is
 * coloured where the query may see the key: blue for context keys, orange for span keys. It stays
 * empty where it may not. Labels of span tokens are orange.
 */
public final class AttentionPicture {

  private static final Color CONTEXT = new Color(0x56, 0xa5, 0xd8);
  private static final Color SPAN = new Color(0xe6, 0x9f, 0x00);
  private static final Color SPAN_LABEL = new Color(0xb3, 0x5a, 0x00);

  private AttentionPicture() {}

  /**
   * Draws a mask with the tokens' numbers, counted from 0, as labels.
   *
   * @param allowed {@code [queries][keys]}: whether the query may see the key; square
   * @param span for each token, whether it is a span token; {@code [tokens]}
   * @throws IllegalArgumentException if there is no token or the sizes differ
   */
  public static Chart<?, ?> of(boolean[][] allowed, boolean[] span) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < span.length; i++) {
      numbers.add(String.valueOf(i));
    }
    return of(allowed, span, numbers);
  }

  /**
   * Draws a mask with the tokens' texts as labels.
   *
   * @param allowed {@code [queries][keys]}: whether the query may see the key; square
   * @param span for each token, whether it is a span token; {@code [tokens]}
   * @param tokens the text of each token; {@code [tokens]}
   * @throws IllegalArgumentException if there is no token or the sizes differ
   */
  public static Chart<?, ?> of(boolean[][] allowed, boolean[] span, List<String> tokens) {
    check(allowed, span, tokens);
    int spans = 0;
    for (boolean isSpan : span) {
      spans += isSpan ? 1 : 0;
    }
    Map<String, Color> meanings = new LinkedHashMap<>();
    if (spans < span.length) {
      meanings.put("sees a context token", CONTEXT);
    }
    if (spans > 0) {
      meanings.put("sees a span token", SPAN);
    }
    meanings.put("does not see it", Color.WHITE);
    return CellChart.of(
        title(span.length - spans, spans),
        "query: who looks",
        "key: who is seen",
        new Mask(allowed, span, List.copyOf(tokens)),
        CellLegend.swatches(meanings));
  }

  private static String title(int contexts, int spans) {
    String attention = attention(contexts, spans) + " attention: ";
    if (spans == 0) {
      return attention + counted(contexts, "context");
    }
    return contexts == 0
        ? attention + counted(spans, "span")
        : attention + counted(contexts, "context") + " and " + counted(spans, "span");
  }

  /** What a pattern with these numbers of context and span tokens is called. */
  static String attention(int contexts, int spans) {
    return spans == 0 ? "Bidirectional" : contexts == 0 ? "Causal" : "Hybrid";
  }

  private static String counted(int tokens, String kind) {
    return String.format(Locale.ROOT, "%d %s token%s", tokens, kind, tokens == 1 ? "" : "s");
  }

  private record Mask(boolean[][] allowed, boolean[] span, List<String> tokens)
      implements TokenCells {

    @Override
    public Color color(int row, int column) {
      if (!allowed[row][column]) {
        return null;
      }
      return span[column] ? SPAN : CONTEXT;
    }

    @Override
    public String text(int row, int column) {
      return "";
    }

    @Override
    public Color spanLabel() {
      return SPAN_LABEL;
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
