package magnet.data.benchmark;

import static magnet.data.Refused.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import magnet.data.BadRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoredPairReadersTest {

  private static final String SICK =
      "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aYearIsItsSubsetsWithoutPairsThatNobodyJudged() throws IOException {
    file("STS.input.b.txt", "c\td\ne\tf\n");
    file("STS.gs.b.txt", "\n5\n");
    file("STS2016.input.a.b.txt", "\"a\tb\tsource\tsource\n");
    file("STS2016.gs.a.b.txt", "0.4\n");
    file("STS.gs.ALL.txt", "0.4\n5\n");
    file("00-readme.txt", "read me");
    assertEquals(
        List.of(new ScoredPair("\"a", "b", 0.4), new ScoredPair("e", "f", 5)),
        SemEvalSts.read(folder));
    assertEquals(Set.of("a.b", "b"), SemEvalSts.subsets(folder, BadRows.refused()).keySet());
  }

  @Test
  void badRowsOfAYearAreRefusedOrCounted() throws IOException {
    file("STS.input.x.txt", "a\tb\nc d\n\tf\ng\th\n");
    file("STS.gs.x.txt", "1\n2\n3\n5.5\n");
    assertRefused("STS.input.x.txt, line 2: not two sentences", () -> SemEvalSts.read(folder));
    BadRows bad = BadRows.skipped();
    assertEquals(List.of(new ScoredPair("a", "b", 1)), SemEvalSts.read(folder, bad));
    assertEquals(3, bad.count());
    assertEquals("the score is \"5.5\", not a number from 0 to 5", bad.rows().get(2).reason());
  }

  @Test
  void aYearWithoutItsScoresIsRefused() throws IOException {
    assertRefused("holds no judged pair", () -> SemEvalSts.read(folder));
    file("STS.input.x.txt", "a\tb\nc\td\n");
    assertRefused("there is no STS.gs.x.txt", () -> SemEvalSts.read(folder));
    file("STS.gs.x.txt", "1\n");
    assertRefused(
        "line n of one must belong to line n of the other",
        () -> SemEvalSts.read(folder, BadRows.skipped()));
  }

  @Test
  void theBenchmarkHasNoQuotes() throws IOException {
    Path file =
        file("sts.csv", "g\tf\t2012\t1\t3.800\t\"A\tB, \"\tsource\nm\tf\t2013\t2\t0\tC\tD\r\n");
    assertEquals(
        List.of(new ScoredPair("\"A", "B, \"", 3.8), new ScoredPair("C", "D", 0)),
        StsBenchmark.read(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g;f;y;1;3;A      | 6 columns, not at least 7",
        "g;f;y;1;six;A;B  | the score is \"six\", not a number from 0 to 5",
        "g;f;y;1;-1;A;B   | the score is \"-1\", not a number from 0 to 5",
        "g;f;y;1;NaN;A;B  | the score is \"NaN\", not a number from 0 to 5",
        "g;f;y;1;3; ;B    | a scored pair needs two sentences"
      })
  void aMalformedRowOfTheBenchmarkIsRefusedOrCounted(String row, String reason) throws IOException {
    Path file =
        file("sts.csv", "g\tf\ty\t1\t3\tA\tB\n" + row.replace(';', '\t') + "\ng\tf\ty\t1\t4\tC\tD");
    assertRefused("sts.csv, line 2: " + reason, () -> StsBenchmark.read(file));
    BadRows bad = BadRows.skipped();
    assertEquals(2, StsBenchmark.read(file, bad).size());
    assertEquals(1, bad.count());
    assertTrue(bad.toString().contains("sts.csv, line 2: " + reason), bad.toString());
  }

  @Test
  void sickIsReadByTheNamesOfItsColumns() throws IOException {
    Path given = file("sick.txt", SICK + "1\tA b\tC\t4.5\tNEUTRAL\r\n");
    assertEquals(List.of(new ScoredPair("A b", "C", 4.5)), Sick.read(given));
    Path whole = file("all.txt", "relatedness_score\tmore\tsentence_B\tsentence_A\n1\tx\tC\tA b\n");
    assertEquals(List.of(new ScoredPair("A b", "C", 1)), Sick.read(whole));
  }

  @Test
  void malformedRowsOfSickAreRefusedOrCounted() throws IOException {
    Path header = file("header.txt", "1\tA\tB\t3\tNEUTRAL\n");
    assertRefused("header.txt, line 1: the header is", () -> Sick.read(header));
    Path file = file("sick.txt", SICK + "1\tA\tB\t0.5\tNEUTRAL\n2\tA\tB\n3\tA\tB\t5\tNEUTRAL\n");
    assertRefused("line 2: the score is \"0.5\", not a number from 1 to 5", () -> Sick.read(file));
    BadRows bad = BadRows.skipped();
    assertEquals(1, Sick.read(file, bad).size());
    assertEquals("3 columns under a header of 5", bad.rows().get(1).reason());
    Path none = file("none.txt", SICK);
    assertRefused("none.txt holds no scored pair", () -> Sick.read(none));
  }
}
