package magnet.eval.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import magnet.view.ChartFile;
import org.junit.jupiter.api.Test;

class ConfusionTest {

  private static final Confusion CONFUSION =
      Confusion.of(
          "POS",
          List.of("NN", "NN", "NN", "VB", "DT", "DT"),
          List.of("NN", "NN", "VB", "VB", "DT", "JJ"));

  @Test
  void theMostFrequentClassComesFirst() {
    assertEquals(List.of("NN", "DT", "VB", "JJ"), CONFUSION.classes());
    assertArrayEquals(new int[] {2, 0, 1, 0}, CONFUSION.counts()[0]);
    assertArrayEquals(new int[] {0, 1, 0, 1}, CONFUSION.counts()[1]);
    assertArrayEquals(new int[4], CONFUSION.counts()[3]);
  }

  @Test
  void accuracyIsTheShareOnTheDiagonal() {
    assertEquals(4 / 6.0, CONFUSION.accuracy(), 1e-12);
    assertEquals("POS: 66.7 % right in 4 classes", CONFUSION.toString());
  }

  @Test
  void tableAndPictureHaveARowForEachClass() {
    assertEquals(4, CONFUSION.table().rowCount());
    assertEquals(5, CONFUSION.table().columnCount());
    assertTrue(ChartFile.png(CONFUSION.chart()).length > 1000);
  }

  @Test
  void tagsThatDoNotPairUpAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Confusion.of("POS", List.of("NN"), List.of()));
  }

  @Test
  void labelsThatDifferInCaseHaveAColumnEach() {
    List<String> labels = List.of("True", "a", "A");
    assertEquals(
        List.of("true", "A", "True (2)", "a (2)"),
        Confusion.of("case", labels, labels).table().columnNames());
  }
}
