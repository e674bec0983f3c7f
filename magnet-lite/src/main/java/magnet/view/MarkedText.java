package magnet.view;

import java.awt.Color;

/**
 * A text with highlighted parts: what a model filled in, or wrote after a prompt.
 *
 * <p>Marked parts are bold as well as coloured, so that they can be told where a web page drops
 * colours. White space is kept, line ends included.
 */
public final class MarkedText {

  private static final Color MARK = new Color(0x009e73);

  private final StringBuilder html = new StringBuilder();

  /** Adds a part that was there before. */
  public MarkedText plain(String text) {
    html.append(HtmlText.escaped(text));
    return this;
  }

  /** Adds a highlighted part; white space at its beginning is not highlighted. */
  public MarkedText marked(String text) {
    String inner = text.stripLeading();
    html.append(HtmlText.escaped(text.substring(0, text.length() - inner.length())));
    if (!inner.isEmpty()) {
      html.append("<b style=\"background:")
          .append(HtmlText.tint(MARK, 0.22))
          .append(";border-radius:3px;padding:0 2px\">")
          .append(HtmlText.escaped(inner))
          .append("</b>");
    }
    return this;
  }

  /** The text as one element. */
  public String html() {
    return "<div style=\"white-space:pre-wrap;max-width:60em;line-height:1.6\">" + html + "</div>";
  }

  /** The text as one element, with a note in a quiet line below it. */
  public String html(String note) {
    return "<div>"
        + html()
        + "<div style=\"opacity:.7;font-size:90%\">"
        + HtmlText.escaped(note)
        + "</div></div>";
  }
}
