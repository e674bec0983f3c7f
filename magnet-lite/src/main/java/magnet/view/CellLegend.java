package magnet.view;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;

/** What the colours of a {@link CellChart} mean, drawn at its right side. */
interface CellLegend {

  /** How many pixels it needs. */
  double width(Graphics2D g);

  /** Draws it into a column that begins at x and top. */
  void paint(Graphics2D g, double x, double top, double height);

  /** Single colours and what they mean, in order; white is drawn with a frame. */
  record Swatches(Map<String, Color> meanings) implements CellLegend {

    private static final int SIDE = 14;

    @Override
    public double width(Graphics2D g) {
      FontMetrics metrics = g.getFontMetrics(ChartLook.SMALL);
      return SIDE + 8 + meanings.keySet().stream().mapToInt(metrics::stringWidth).max().orElse(0);
    }

    @Override
    public void paint(Graphics2D g, double x, double top, double height) {
      g.setFont(ChartLook.SMALL);
      double y = top;
      for (Map.Entry<String, Color> entry : meanings.entrySet()) {
        Rectangle2D swatch = new Rectangle2D.Double(x, y, SIDE, SIDE);
        g.setColor(entry.getValue());
        g.fill(swatch);
        if (entry.getValue().equals(Color.WHITE)) {
          g.setColor(ChartLook.GRID);
          g.draw(swatch);
        }
        g.setColor(ChartLook.INK);
        g.drawString(entry.getKey(), (float) (x + SIDE + 8), (float) (y + SIDE - 2));
        y += SIDE + 10;
      }
    }
  }

  /** The colours of all values between two. */
  record Bar(double low, double high, DoubleFunction<Color> colors) implements CellLegend {

    private static final int BAR = 14;
    private static final int MARKS = 5;
    private static final int LEAST = 100;

    @Override
    public double width(Graphics2D g) {
      return BAR + 6 + g.getFontMetrics(ChartLook.SMALL).stringWidth(label(-0.25));
    }

    @Override
    public void paint(Graphics2D g, double x, double top, double space) {
      double height = Math.max(LEAST, space);
      for (int y = 0; y < height; y++) {
        g.setColor(colors.apply(high - (high - low) * y / height));
        // A little higher than the step, so that no background shines through between.
        g.fill(new Rectangle2D.Double(x, top + y, BAR, Math.min(2, height - y)));
      }
      g.setColor(ChartLook.GRID);
      g.draw(new Rectangle2D.Double(x, top, BAR, height));
      g.setFont(ChartLook.SMALL);
      g.setColor(ChartLook.QUIET);
      for (int mark = 0; mark < MARKS; mark++) {
        double share = mark / (MARKS - 1.0);
        float y = (float) (top + share * height + ChartLook.SMALL.getSize() * 0.36);
        g.drawString(label(high - (high - low) * share), (float) (x + BAR + 6), y);
      }
    }

    private String label(double value) {
      return String.format(Locale.ROOT, "%.2f", value);
    }
  }
}
