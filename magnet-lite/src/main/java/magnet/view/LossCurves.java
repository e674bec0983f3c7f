package magnet.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Losses as a small vector drawing inside HTML: what {@link LineChart} draws, but in a millisecond,
 * so that a training can redraw it as it goes: held-out losses dashed, in their objective's colour.
 */
public final class LossCurves {

  private static final String FIT = "style=\"max-width:100%;display:block\"";
  private static final int WIDTH = 720;
  private static final int HEIGHT = 190;
  private static final int LEFT = 46;
  private static final int RIGHT = 6;
  private static final int TOP = 8;
  private static final int BOTTOM = 20;
  private static final int MOST_POINTS = 180;

  /** Readable on white and on black: inside an image there is no text colour to inherit. */
  private static final String GREY = "gray";

  private final Map<String, List<double[]>> lines = new LinkedHashMap<>();

  /** Adds what was measured at a step; values that are not finite or below 0 are left out. */
  public void add(long step, Map<String, Double> values) {
    values.forEach(
        (name, value) -> {
          if (Double.isFinite(value) && value >= 0) {
            lines.computeIfAbsent(name, none -> new ArrayList<>()).add(new double[] {step, value});
          }
        });
  }

  /** Whether there is a line of two points at least. */
  public boolean canBeDrawn() {
    return lines.values().stream().anyMatch(line -> line.size() > 1);
  }

  /**
   * The drawing as an image: one {@code <img>} element. JupyterLab and web pages take {@code <svg>}
   * elements out of notebooks that the reader has not run, and leave their bare text; images stay.
   *
   * @param steps the right end of the horizontal axis
   */
  public String image(long steps) {
    byte[] drawing = svg(steps).getBytes(StandardCharsets.UTF_8);
    return format(
        "<img src=\"data:image/svg+xml;base64,%s\" width=\"%d\" alt=\"the losses by step\" %s/>",
        Base64.getEncoder().encodeToString(drawing), WIDTH, FIT);
  }

  /**
   * The drawing: one {@code <svg>} element. It is redrawn without the flicker of an image.
   *
   * @param steps the right end of the horizontal axis
   */
  public String svg(long steps) {
    Map<String, Curve> curves = new LinkedHashMap<>();
    lines.forEach((name, line) -> curves.put(name, Curve.of(line)));
    Scale scale = Scale.of(curves.values(), steps);
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    svg.append(format("viewBox=\"0 0 %d %d\" width=\"%d\" %s ", WIDTH, HEIGHT, WIDTH, FIT));
    svg.append(format("font-family=\"sans-serif\" font-size=\"11\" fill=\"%s\">", GREY));
    for (double mark : scale.marks()) {
      double y = scale.y(mark);
      svg.append(line(format("M%d %.1fH%d", LEFT, y, WIDTH - RIGHT), GREY, 1, 0.35, "none"));
      svg.append(text(LEFT - 6, y + 4, "end", number(mark)));
    }
    svg.append(text(LEFT, HEIGHT - 4, "start", "step 0"));
    svg.append(text(WIDTH - RIGHT, HEIGHT - 4, "end", format("%,d", steps)));
    curves.forEach(
        (name, curve) -> {
          if (LineChart.isHeldOut(name)) {
            svg.append(line(path(curve.x, curve.y, scale), color(name), 2, 1, "6 4"));
          } else {
            svg.append(line(path(curve.x, curve.y, scale), color(name), 1, 0.35, "none"));
            svg.append(line(path(curve.x, curve.trend, scale), color(name), 2, 1, "none"));
          }
        });
    return svg.append("</svg>").toString();
  }

  /** One for each objective. */
  private String color(String name) {
    return HtmlText.hex(LineChart.color(name, lines.keySet()));
  }

  /** The latest values, each beside the colour of its line. */
  public String legend() {
    StringBuilder legend = new StringBuilder();
    lines.forEach(
        (name, line) ->
            legend.append(
                format(
                    "<span style=\"margin-right:14px\"><span style=\"color:%s\">%s</span> %s"
                        + " <b>%.3f</b></span>",
                    color(name),
                    LineChart.isHeldOut(name) ? "&#9476;" : "&#9679;",
                    HtmlText.escaped(name),
                    line.get(line.size() - 1)[1])));
    return legend.toString();
  }

  /** What is drawn of a line, of each few points only the first where there are many. */
  private record Curve(double[] x, double[] y, double[] trend) {

    private static Curve of(List<double[]> line) {
      double[] x = line.stream().mapToDouble(point -> point[0]).toArray();
      double[] y = line.stream().mapToDouble(point -> point[1]).toArray();
      int[] places = Smoothing.places(x.length, MOST_POINTS);
      return new Curve(
          Smoothing.at(x, places), Smoothing.at(y, places), Smoothing.of(x, y, places));
    }
  }

  private static String path(double[] x, double[] y, Scale scale) {
    return IntStream.range(0, x.length)
        .mapToObj(i -> format("%.1f %.1f", scale.x(x[i]), scale.y(y[i])))
        .collect(Collectors.joining("L", "M", ""));
  }

  private static String line(String path, String color, int width, double opacity, String dashes) {
    return format(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\" stroke-opacity=\"%.2f\""
            + " stroke-dasharray=\"%s\"/>",
        path, color, width, opacity, dashes);
  }

  private static String text(double x, double y, String anchor, String text) {
    return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String number(double value) {
    return value >= 0.01 || value == 0
        ? format("%.3g", value).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "")
        : format("%.0e", value);
  }

  /** From steps and losses to places in the drawing. */
  private record Scale(long steps, double low, double high, boolean logarithmic) {

    private static Scale of(Collection<Curve> curves, long steps) {
      double least =
          curves.stream().mapToDouble(each -> Smoothing.lowest(each.y, each.trend)).min().orElse(0);
      double most = curves.stream().flatMapToDouble(each -> Arrays.stream(each.y)).max().orElse(0);
      return LineChart.decades(least, most)
          .map(ends -> new Scale(steps, ends[0], ends[1], true))
          .orElseGet(() -> new Scale(steps, 0, most == 0 ? 1 : round(most), false));
    }

    /** The next number with one or two digits that is easy to read. */
    private static double round(double most) {
      double unit = Math.pow(10, Math.floor(Math.log10(most)));
      for (double times : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}) {
        if (times * unit >= most) {
          return times * unit;
        }
      }
      return 10 * unit;
    }

    private double[] marks() {
      if (!logarithmic) {
        return new double[] {0, high / 2, high};
      }
      int decades = (int) Math.round(Math.log10(high / low));
      return IntStream.rangeClosed(0, decades).mapToDouble(i -> low * Math.pow(10, i)).toArray();
    }

    private double x(double step) {
      return LEFT + (WIDTH - LEFT - RIGHT) * step / Math.max(1, steps);
    }

    private double y(double loss) {
      double share =
          logarithmic ? Math.log(loss / low) / Math.log(high / low) : (loss - low) / (high - low);
      return TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(0, Math.min(1, share)));
    }
  }
}
