package magnet.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What all our charts share: size, fonts, quiet lines, and colours that the colour-blind can tell.
 */
public final class ChartLook {

  static final int WIDTH = 900;
  static final int HEIGHT = 520;

  static final Color INK = new Color(0x222222);
  static final Color QUIET = new Color(0x6b6b6b);
  static final Color GRID = new Color(0xe4e4e4);

  /** How high a row of a legend is, in pixels. */
  static final int LEGEND_ROW = 20;

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
  static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /**
   * Okabe and Ito, "Color universal design" (2008), without yellow, which is too faint for a line.
   */
  private static final int[] SERIES = {
    0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xe69f00, 0x000000
  };

  private static final Marker[] SHAPES = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.CROSS,
    SeriesMarkers.TRIANGLE_DOWN,
    SeriesMarkers.PLUS
  };

  /** How many series look unlike each other by colour alone. */
  static final int COLOURS = SERIES.length;

  private ChartLook() {}

  /** The colour of the series with this number; they repeat after seven. */
  public static Color series(int number) {
    return new Color(SERIES[number % SERIES.length]);
  }

  /** A marker's shape; they repeat after as many as there are colours. */
  static Marker shape(int number) {
    return SHAPES[number % SHAPES.length];
  }

  /** This colour, so faint that it stays in the background. */
  static Color faint(Color color) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 70);
  }

  /** The colour at a place from 0 to 1 on the way from one colour to another. */
  static Color mixed(Color from, Color to, double share) {
    return new Color(
        mixed(from.getRed(), to.getRed(), share),
        mixed(from.getGreen(), to.getGreen(), share),
        mixed(from.getBlue(), to.getBlue(), share));
  }

  private static int mixed(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }

  /** Makes an XChart chart with axes look like ours. */
  static void apply(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setChartTitleFont(TITLE);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(8);
    styler.setChartPadding(12);
    styler.setLegendFont(LABEL);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendBackgroundColor(Color.WHITE);
    styler.setLegendPadding(8);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setMarkerSize(6);
    styler.setAxisTitleFont(LABEL);
    styler.setAxisTickLabelsFont(SMALL);
    styler.setAxisTickLabelsColor(QUIET);
    styler.setAxisTickMarksColor(GRID);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setLocale(Locale.ROOT);
    styler.setYAxisDecimalPattern("0.######");
    styler.setXAxisTickMarkSpacingHint(90);
    styler.setPlotMargin(4);
    styler.setAxisTitlePadding(8);
  }
}
