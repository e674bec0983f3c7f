package magnet.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {

  private static Table tasks() {
    return Table.create(
        "tasks",
        StringColumn.create("task", "STS <12>", "a task\nwith a long name"),
        DoubleColumn.create("base", 0.4512, 12.5),
        DoubleColumn.create("adapted", 0.7, Double.NaN),
        IntColumn.create("pairs", 3108, 12));
  }

  private static Table numbered(int rows) {
    return Table.create("n", IntColumn.create("row", IntStream.range(0, rows).toArray()));
  }

  @Test
  void columnsAreAlignedAndNumbersStandAtTheRight() {
    String expected =
        """
        task                      base  adapted  pairs
        -----------------------  -----  -------  -----
        STS <12>                  0.45   0.7000  3,108
        a task↵with a long name  12.50        –     12\
        """;
    assertEquals(expected, ShownTable.of(tasks()).text());
  }

  @Test
  void aTableReadsTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    String here = ShownTable.of(numbered(2000)).text() + ShownTable.of(numbered(2000)).html();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals(
          here, ShownTable.of(numbered(2000)).text() + ShownTable.of(numbered(2000)).html());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aLongTableShowsItsFirstAndLastRows() {
    List<String> lines =
        ShownTable.of(numbered(1000)).rows(5).text().lines().map(String::strip).toList();
    assertEquals(List.of("row", "---", "0", "1", "2", "…", "998", "999", "1,000 rows"), lines);
    assertEquals(7, ShownTable.of(numbered(5)).rows(5).text().lines().count());
    assertThrows(IllegalArgumentException.class, () -> ShownTable.of(numbered(5)).rows(1).text());
  }

  @Test
  void aLongMarkdownTableShowsItsFirstAndLastRows() {
    assertEquals(
        "| row |\n|---:|\n| 0 |\n| 1 |\n| … |\n| 98 |\n| 99 |\n",
        ShownTable.of(numbered(100)).rows(4).markdown());
  }

  @Test
  void anEmptyTableIsItsHeader() {
    assertEquals("row\n---", ShownTable.of(numbered(0)).text());
    assertTrue(ShownTable.of(numbered(0)).html().contains(">row</th>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 30000              | 2 30,000",
        "0.25 0.5             | 0.2500 0.5000",
        "3.14159 2            | 3.142 2.000",
        "1234.6 2             | 1,235 2",
        "0.0003 0.0001        | 0.000300 0.000100",
        "0.0000001 0.5        | 1.000e-07 0.5000",
        "3e12 1               | 3.000e+12 1.000e+00",
        "-0.5 0               | -0.5000 0.0000",
        "Infinity 1           | ∞ 1"
      })
  void numbersHaveTheDigitsThatTheirColumnNeeds(String values, String written) {
    double[] numbers = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
    ColumnText column = ColumnText.of(DoubleColumn.create("x", numbers));
    assertEquals(written, column.text(0) + " " + column.text(1));
  }

  /** The higher of two columns is the best; of the first, a note says how. */
  private static ShownTable marked() {
    return ShownTable.of(tasks())
        .noted("base", row -> row == 0 ? "mean" : "")
        .best(row -> Set.of(row == 0 ? "adapted" : "base"));
  }

  @Test
  void htmlMarksTheBestOfEachRow() {
    String html = marked().html();
    String best = "font-weight:700;background:rgba(0,158,115,.22);text-align:right\">";
    assertEquals(2, html.split("font-weight:700", -1).length - 1);
    assertTrue(html.contains(best + "0.7000") && html.contains(best + "12.50"), html);
    assertTrue(html.contains(">0.45 <small style=\"opacity:.7;font-weight:400\">(mean)<"), html);
    assertFalse(ShownTable.of(tasks()).html().contains("font-weight:700"));
  }

  @Test
  void theBestHaveAStarAreBoldAndAreNamed() {
    assertEquals(
        """
        task                             base  adapted  pairs
        -----------------------  ------------  -------  -----
        STS <12>                 0.45 (mean)   0.7000*  3,108
        a task↵with a long name        12.50*       –      12\
        """,
        marked().text());
    assertEquals(
        """
        | task | base | adapted | pairs |
        |---|---:|---:|---:|
        | STS &lt;12> | 0.45 (mean) | **0.7000** | 3,108 |
        | a task<br>with a long name | **12.50** | – | 12 |
        """,
        marked().markdown());
    Table values = marked().table();
    assertEquals(List.of("adapted", "base"), values.stringColumn("best").asList());
    assertEquals(0.4512, values.doubleColumn("base").get(0));
    assertEquals(4, tasks().columnCount());
  }

  @Test
  void htmlIsEscapedAndHasNoColoursOfItsOwnForText() {
    String html = ShownTable.of(tasks()).html();
    assertTrue(html.contains("STS &lt;12&gt;"));
    assertFalse(html.contains("<12>"));
    assertFalse(html.matches("(?s).*[;\"]color:.*"), html);
  }

  @Test
  void aLongHtmlTableShowsItsFirstAndLastRows() {
    String html = ShownTable.of(numbered(100)).rows(4).html();
    assertTrue(html.contains(">98<") && html.contains(">1<") && html.contains(">…<"), html);
    assertFalse(html.contains(">2<") || html.contains(">97<"), html);
    assertTrue(html.contains("100 rows"), html);
    assertThrows(IllegalArgumentException.class, () -> ShownTable.of(numbered(9)).rows(1));
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "a bcd, 3, a…", "😀😀😀, 2, 😀…"})
  void textsAreCutBetweenCharacters(String text, int most, String cut) {
    assertEquals(cut, Shortened.to(most, text));
  }
}
