package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import magnet.recipe.report.Cell;
import magnet.recipe.report.Grid;
import magnet.recipe.report.Report;
import magnet.recipe.report.ReportPage;
import org.junit.jupiter.api.Test;

/** Texts of models and of a recipe's author stand in a report as they are, and do nothing. */
class ReportTextTest {

  private static final String SCRIPT = "<script>alert(1)</script> [a](b) `c`";

  private static Grid grid(Cell... cells) {
    List<String> columns = List.of(cells).stream().map(cell -> "=" + SCRIPT).toList();
    return new Grid("g", SCRIPT, SCRIPT, columns, List.of(List.of(cells)));
  }

  private static Report report() {
    Grid grid = grid(Cell.text(SCRIPT), Cell.marked(SCRIPT, 0, 4), Cell.best(SCRIPT));
    return new Report(
        SCRIPT,
        SCRIPT,
        Map.of(SCRIPT, SCRIPT),
        Optional.empty(),
        List.of(grid),
        List.of(grid),
        List.of(grid),
        List.of());
  }

  @Test
  void markdownAndHtmlHoldNoElementOfATextNorALink() {
    for (String text : List.of(report().markdown(), new ReportPage(report()).html())) {
      assertFalse(text.contains("<script"), text);
      assertTrue(text.contains("&lt;script"), text);
    }
    assertFalse(report().markdown().contains("](b"), report().markdown());
    assertFalse(report().markdown().contains(" `c"), report().markdown());
  }

  @Test
  void aSpreadsheetRunsNoTextOfATableAndStillReadsItsFigures() {
    String csv =
        grid(Cell.text("=HYPERLINK(\"x\")"), Cell.text("@a"), Cell.text("a=b"), Cell.figure("-1.5"))
            .csv();
    assertEquals("\"'=HYPERLINK(\"\"x\"\")\",'@a,a=b,-1.5", csv.lines().skip(1).findFirst().get());
    assertTrue(csv.startsWith("'=<script>"), csv);
  }
}
