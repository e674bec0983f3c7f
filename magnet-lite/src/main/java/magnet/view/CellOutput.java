package magnet.view;

import java.util.Base64;
import java.util.Map;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/**
 * What a notebook cell shows of a value, beside its plain text.
 *
 * @param mimeType what the data is: {@link #HTML} or {@link #PNG}
 * @param data the HTML itself, or the picture's bytes in Base64, as Jupyter's messages carry them
 * @param size the width and the height at which a picture is shown, which has more pixels than
 *     that; empty for HTML
 */
public record CellOutput(String mimeType, String data, Map<String, Integer> size) {

  /** The MIME type of HTML. */
  public static final String HTML = "text/html";

  /** The MIME type of PNG pictures. */
  public static final String PNG = "image/png";

  /**
   * HTML that takes its text colour and background from the notebook.
   *
   * @param html one element
   */
  public static CellOutput html(String html) {
    return new CellOutput(HTML, html, Map.of());
  }

  /** A table as {@link ShownTable} shows it. */
  public static CellOutput of(Table table) {
    return html(ShownTable.of(table).html());
  }

  /**
   * A chart as a picture.
   *
   * @throws IllegalStateException if Java cannot draw on this machine; the message says what to
   *     install
   */
  public static CellOutput of(Chart<?, ?> chart) {
    return new CellOutput(
        PNG,
        Base64.getEncoder().encodeToString(ChartFile.png(chart)),
        Map.of("width", chart.getWidth(), "height", chart.getHeight()));
  }
}
