package magnet.view;

import java.awt.Color;
import java.util.Locale;

/** Text as it is written in HTML. */
public final class HtmlText {

  private HtmlText() {}

  /** The text with the characters replaced that mean something in HTML, also in attributes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A colour with an opacity, for text to be read upon in light and dark themes. */
  static String tint(Color color, double opacity) {
    return String.format(
        Locale.ROOT,
        "rgba(%d,%d,%d,%.2f)",
        color.getRed(),
        color.getGreen(),
        color.getBlue(),
        opacity);
  }

  /** A colour as {@code #rrggbb}. */
  public static String hex(Color color) {
    return "#%02x%02x%02x".formatted(color.getRed(), color.getGreen(), color.getBlue());
  }
}
