package magnet.view;

import java.awt.Color;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Which tokens notice a change: {@link AttentionPicture}, measured at the model's states.
 *
 * <p>A row is a token that may notice, a column one that is replaced. A cell stays empty where
 * nothing changes at all; else its colour is stronger the more changes, blue for replaced context
 * tokens, orange for span tokens.
 */
public final class InfluencePicture {

  private static final Color CONTEXT = new Color(0x00, 0x72, 0xb2);
  private static final Color SPAN = new Color(0xd5, 0x5e, 0x00);
  private static final double FAINTEST = 0.12;

  private InfluencePicture() {}

  /**
   * Draws changes.
   *
   * @param tokens the tokens' texts
   * @param span for each token, whether it is a span token
   * @param change {@code [notices][exchanged]}, from 0 to 1
   * @throws IllegalArgumentException if there is no token or the sizes differ
   */
  public static Chart<?, ?> of(List<String> tokens, boolean[] span, float[][] change) {
    if (tokens.isEmpty()
        || span.length != tokens.size()
        || change.length != tokens.size()
        || Arrays.stream(change).anyMatch(row -> row.length != tokens.size())) {
      throw new IllegalArgumentException(
          "changes of %d tokens, %d span codes and %d token texts do not belong together"
              .formatted(change.length, span.length, tokens.size()));
    }
    Map<String, Color> meanings = new LinkedHashMap<>();
    meanings.put("a context token", CONTEXT);
    meanings.put("a span token", SPAN);
    int spans = (int) IntStream.range(0, span.length).filter(i -> span[i]).count();
    String attention = AttentionPicture.attention(span.length - spans, spans);
    return CellChart.of(
        attention + " attention: who notices which change",
        "notices",
        "exchanged",
        new Changes(List.copyOf(tokens), span, change),
        CellLegend.swatches(meanings));
  }

  private record Changes(List<String> tokens, boolean[] span, float[][] change)
      implements TokenCells {

    @Override
    public Color color(int row, int column) {
      float value = change[row][column];
      if (value == 0) {
        return null;
      }
      Color full = span[column] ? SPAN : CONTEXT;
      return ChartLook.mixed(Color.WHITE, full, FAINTEST + (1 - FAINTEST) * Math.min(1, value));
    }

    @Override
    public String text(int row, int column) {
      return change[row][column] == 0
          ? ""
          : String.format(Locale.ROOT, "%.2f", change[row][column]);
    }

    @Override
    public Color spanLabel() {
      return SPAN;
    }
  }
}
