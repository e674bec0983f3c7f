package magnet.data.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.data.BadRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Conll2003Test {

  private static final String ONE = "-DOCSTART- -X- O O\n\nTom NNP I-NP I-PER\nran VBD I-VP O\n\n";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.conll"), text);
  }

  @Test
  void aSentenceEndsAtAnEmptyLineOrAtTheEnd() throws IOException {
    assertEquals(
        List.of(
            new TaggedSentence(
                List.of("Tom", "ran"),
                List.of("NNP", "VBD"),
                List.of("I-NP", "I-VP"),
                List.of("I-PER", "O")),
            new TaggedSentence(List.of("."), List.of("."), List.of("O"), List.of("O"))),
        Conll2003.read(file(ONE + "\n\n.\t.\tO\tO")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann NNP I-NP         | 3 columns, not 4",
        "Ann NNP I-NP O O     | 5 columns, not 4",
        "Ann NNP I-NP S-PER   | the tag \"S-PER\" is neither O nor B- or I- and a type",
        "Ann NNP NP O         | the tag \"NP\" is neither O nor B- or I- and a type",
        "Ann NNP B- O         | the tag \"B-\" is neither O nor B- or I- and a type"
      })
  void aMalformedLineIsRefusedOrItsSentenceSkipped(String line, String reason) throws IOException {
    Path file = file(ONE + "So RB O O\n" + line + "\nO O\nsat VBD I-VP O\n\n" + ONE);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Conll2003.read(file)).getMessage();
    assertTrue(message.contains("a.conll, line 7: " + reason), message);
    BadRows bad = BadRows.skipped();
    assertEquals(2, Conll2003.read(file, bad).size());
    assertEquals(1, bad.count(), "a sentence with two bad lines is one bad row");
  }

  @Test
  void aFileWithoutASentenceIsRefused() throws IOException {
    Path file = file("-DOCSTART- -X- O O\n\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Conll2003.read(file)).getMessage();
    assertTrue(message.contains("holds no tagged sentence"), message);
  }
}
