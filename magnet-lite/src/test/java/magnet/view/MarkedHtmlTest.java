package magnet.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Texts in HTML: parts that stand out, tokens on colours. */
class MarkedHtmlTest {

  private static final Pattern OPACITY = Pattern.compile("rgba\\(\\d+,\\d+,\\d+,([\\d.]+)\\)");

  private static List<String> opacities(String html) {
    String strip = html.substring(0, html.indexOf("opacity:"));
    return OPACITY.matcher(strip).results().map(found -> found.group(1)).toList();
  }

  @Test
  void marksStandOutWithoutTheSpaceBeforeThem() {
    String html = new MarkedText().plain("Tom <lost> his").marked(" ball").plain(".").html();
    assertTrue(html.contains("Tom &lt;lost&gt; his <b style="), html);
    assertTrue(html.contains(">ball</b>.</div>"), html);
  }

  @Test
  void nothingIsMarkedWhereOnlySpaceWasWritten() {
    assertEquals(-1, new MarkedText().plain("Tom").marked("\n ").html().indexOf("<b"));
  }

  @Test
  void aNoteStandsBelow() {
    assertTrue(new MarkedText().plain("a").html("3 < 4").endsWith(">3 &lt; 4</div></div>"));
  }

  @Test
  void sharesColourTokensFromNothingToFull() {
    String html =
        TokenStrip.ofShares(List.of("a", " b", " c"), new double[] {0, 0.5, 1}, "change").html();
    assertEquals(List.of("0.00", "0.38", "0.75"), opacities(html));
    assertTrue(html.contains("title=\"change 0.5000\""), html);
  }

  @Test
  void theLessLikelyATokenTheStrongerItsColour() {
    double[] probabilities = {Double.NaN, 1, 0.01, 1e-4, 0};
    String html =
        TokenStrip.ofProbabilities(List.of("a", "b", "c", "d", "e"), probabilities).html();
    assertEquals(List.of("0.00", "0.38", "0.75", "0.75"), opacities(html));
    assertTrue(html.contains("title=\"not predicted\""), html);
  }

  @Test
  void spansAndContextHaveColoursOfTheirOwn() {
    List<String> tokens = List.of("a", "b", "c");
    boolean[] span = {false, true, false};
    boolean[] masked = {false, false, true};
    String html = TokenStrip.ofViews(List.of("a", "b", "_"), tokens, span, masked).html();
    assertTrue(html.contains("title=\"context\"") && html.contains("title=\"span\""), html);
    assertTrue(html.contains("title=\"masked: &quot;c&quot;\""), html);
    String spans = TokenStrip.ofSpans(tokens, span).html();
    assertTrue(spans.contains("title=\"context\"") && spans.contains("title=\"span\""), spans);
  }

  @Test
  void valuesThatAreNoSharesAreRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TokenStrip.ofShares(List.of("cat"), new double[] {1.5}, "change"))
            .getMessage();
    assertEquals("the value of token \"cat\" is 1.5, which is not between 0 and 1", message);
    assertThrows(
        IllegalArgumentException.class,
        () -> TokenStrip.ofProbabilities(List.of("cat"), new double[2]));
  }
}
