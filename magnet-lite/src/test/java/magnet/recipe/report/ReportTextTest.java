package magnet.recipe.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import magnet.eval.Scoreboard;
import magnet.view.ShownTable;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Texts of models and of a recipe's author stand in a report as they are, and do nothing. */
class ReportTextTest {

  private static final String SCRIPT = "<script>alert(1)</script> [a](b) `c`";

  private static RecipeReport report() {
    Table table =
        Table.create(
            SCRIPT,
            StringColumn.create("=" + SCRIPT, SCRIPT),
            StringColumn.create("by", SCRIPT),
            DoubleColumn.create("text", 1));
    ReportTable one =
        new ReportTable(
            "t",
            SCRIPT,
            ShownTable.of(table).noted("text", row -> SCRIPT).best(row -> Set.of("text")));
    return new RecipeReport(
        SCRIPT,
        SCRIPT,
        Path.of("run"),
        Map.of(SCRIPT, SCRIPT),
        Scoreboard.empty(),
        Optional.empty(),
        List.of(one),
        List.of(one),
        List.of(one),
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
        ReportTable.csv(
            Table.create(
                "t",
                StringColumn.create("=" + SCRIPT, "=HYPERLINK(\"x\")"),
                StringColumn.create("a", "@a"),
                StringColumn.create("b", "a=b"),
                DoubleColumn.create("c", -1.5),
                DoubleColumn.create("d", Double.NaN)));
    assertEquals("\"'=HYPERLINK(\"\"x\"\")\",'@a,a=b,-1.5,", csv.lines().skip(1).findFirst().get());
    assertTrue(csv.startsWith("'=<script>"), csv);
  }
}
