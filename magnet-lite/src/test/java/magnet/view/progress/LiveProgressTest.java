package magnet.view.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import magnet.view.CellOutput;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class LiveProgressTest {

  private final List<String> pages = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private long now;

  private final LiveProgress progress =
      new LiveProgress(
          (output, text) -> {
            assertEquals(CellOutput.HTML, output.mimeType());
            pages.add(output.data());
            texts.add(text);
          },
          () -> now);

  private void run(int steps, int total, long nanosPerStep) {
    for (int step = 1; step <= steps; step++) {
      now += nanosPerStep;
      progress.update(
          new ProgressState(
              "adapting",
              step,
              total,
              Map.of("mntp", 6.0 / step, "sscl", 0.5),
              8912.4,
              "tokens",
              Duration.ofSeconds(total - step)));
    }
  }

  private String last() {
    return pages.get(pages.size() - 1);
  }

  @Test
  void itIsDrawnThreeTimesASecondAtTheMostHoweverFastTheStepsAre() {
    run(1000, 1000, 10_000_000); // ten seconds
    progress.close();
    assertTrue(pages.size() >= 28 && pages.size() <= 32, pages.size() + " pages");
  }

  @Test
  void theFirstStepShowsAtOnceAndTheLastAlways() {
    run(1, 300, 1);
    assertEquals(1, pages.size());
    run(3, 300, 1);
    assertEquals(1, pages.size());
    progress.close();
    progress.close();
    assertEquals(2, pages.size());
    assertTrue(last().contains("3/300"), last());
  }

  @Test
  void itSaysWhatATerminalWouldAndDrawsALineForEachLoss() {
    run(75, 300, 500_000_000);
    assertTrue(texts.get(texts.size() - 1).startsWith("adapting 75/300 (25 %)"));
    assertTrue(last().contains("8,912 tokens/s"), last());
    assertTrue(last().contains("3:45 left"), last());
    assertTrue(last().contains("width:25.0%"), last());
    assertEquals(4, last().split("stroke=\"#", -1).length - 1); // two losses, raw and smoothed
  }

  @Test
  void aHeldOutLossIsDashedInTheColourOfItsObjective() {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (int step = 0; step < 3; step++) {
      now += 1_000_000_000;
      losses.put("mntp", 3.0 - step);
      losses.put("sscl", 2.0 - step / 2.0);
      losses.put("held-out sscl", 2.5 - step / 2.0);
      progress.update(new ProgressState("adapting", step, 2, losses, 0, "tokens", null));
    }
    List<String> dashed = colours("stroke=\"(#[^\"]+)\"[^>]*dasharray=\"6 4\"");
    List<String> solid = colours("stroke=\"(#[^\"]+)\" stroke-width=\"2\"[^>]*dasharray=\"none\"");
    assertEquals(2, solid.size(), last());
    assertEquals(List.of(solid.get(1)), dashed, last());
  }

  private List<String> colours(String pattern) {
    return Pattern.compile(pattern).matcher(last()).results().map(m -> m.group(1)).toList();
  }

  @Test
  void theDrawingStaysSmallHoweverManyStepsThereAre() {
    run(20_000, 20_000, 1_000_000);
    progress.close();
    assertTrue(last().length() < 30_000, last().length() + " characters");
  }

  @Test
  void everyPageIsWellFormed() throws Exception {
    progress.hint("Stop <it> & go");
    run(40, 50, 400_000_000);
    progress.note("\"Stopped\"");
    progress.close();
    for (String page : pages) {
      String xml = page.replace("&#9679;", "*");
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    }
  }

  @Test
  void theLastPageHoldsItsDrawingAsAnImageWhichPagesKeepThatTakeDrawingsOut() throws Exception {
    run(40, 50, 400_000_000);
    assertTrue(last().contains("<svg"), last());
    progress.close();
    assertFalse(last().contains("<svg"), last());
    Matcher image =
        Pattern.compile("<img src=\"data:image/svg\\+xml;base64,([^\"]+)\"").matcher(last());
    assertTrue(image.find(), last());
    byte[] drawing = Base64.getDecoder().decode(image.group(1));
    DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
    documents.setNamespaceAware(true);
    Element root =
        documents
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(drawing))
            .getDocumentElement();
    assertEquals("http://www.w3.org/2000/svg", root.getNamespaceURI());
    String words = root.getTextContent();
    assertTrue(words.endsWith("step 040"), words); // the axis ends where the training did
    assertFalse(new String(drawing, StandardCharsets.UTF_8).contains("currentColor"));
  }

  @Test
  void aHintIsShownUntilTheEndAndANoteFromThen() {
    progress.hint("Interrupt the cell.");
    run(3, 300, 1_000_000_000);
    assertTrue(last().contains("Interrupt the cell."));
    progress.note("Stopped after step 3.");
    progress.close();
    assertFalse(last().contains("Interrupt the cell."));
    assertTrue(last().contains("Stopped after step 3."));
    assertTrue(texts.get(texts.size() - 1).endsWith("\nStopped after step 3."));
  }

  @Test
  void withoutAnythingToWatchThereIsOnlyABar() {
    progress.update(new ProgressState("embedding", 1, 10, Map.of(), 0, "texts", null));
    now += 1_000_000_000;
    progress.update(new ProgressState("embedding", 10, 10, Map.of(), 0, "texts", null));
    progress.close();
    assertFalse(last().contains("<svg"));
    assertTrue(last().contains("10/10 · 0:01"), last());
  }

  @Test
  void nothingReportedShowsNothing() {
    progress.close();
    assertTrue(pages.isEmpty());
  }
}
