package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadRowsTest {

  private static final Path FILE = Path.of("a.tsv");

  @TempDir Path folder;

  @Test
  void refusedRowsNameFileLineReasonAndRemedy() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> BadRows.refused().found(FILE, 3, "no score"))
            .getMessage();
    assertEquals("a.tsv, line 3: no score; correct the row, or skip bad rows", message);
  }

  @Test
  void skippedRowsAreCountedAndTheFirstAreTold() {
    BadRows bad = BadRows.skipped();
    assertEquals("0 bad rows skipped", bad.toString());
    bad.found(FILE, 1, "no score");
    assertEquals("1 bad row skipped\na.tsv, line 1: no score", bad.toString());
    for (int line = 2; line < 10; line++) {
      bad.found(FILE, line, "no score");
    }
    assertEquals(9, bad.count());
    assertEquals(7, bad.toString().lines().count());
    assertEquals("and 4 more", bad.toString().lines().skip(6).findFirst().orElseThrow());
  }

  @Test
  void corporaAndPairsSkipToo() throws IOException {
    BadRows bad = BadRows.skipped();
    Path pairs = Files.writeString(folder.resolve("p.tsv"), "a\tb\nc\n");
    assertEquals(List.of(new TextPair("a", "b")), TextPairs.tsv(pairs, bad));
    Path stories = Files.writeString(folder.resolve("s.jsonl"), "[\"Hi.\"]\n[]\n");
    assertEquals(1, Stories.read(stories, bad).size());
    Path csv =
        Files.writeString(
            folder.resolve("s.csv"),
            "sentence1,sentence2,sentence3,sentence4,sentence5\n"
                + "A.,B.,C.,D.,E.\n"
                + "A.,B.\n"
                + "A.,,C.,D.,E.\n");
    assertEquals(1, Stories.read(csv, bad).size());
    assertEquals(4, bad.count());
  }
}
