package magnet.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import magnet.infer.UnusableTexts;
import magnet.infer.encoding.SentenceEncoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Windows of rows: none is read before it is needed, and no row is lost or moved between them. */
class EmbeddedRowsTest {

  private final List<Integer> windows = new ArrayList<>();

  private final SentenceEncoder lengths =
      new SentenceEncoder() {
        @Override
        public int dimensions() {
          return 1;
        }

        @Override
        public float[][] encode(List<String> sentences) {
          List<Float> found =
              UnusableTexts.prepare(
                  sentences,
                  text -> {
                    if (text.isEmpty()) {
                      throw new IllegalArgumentException("It is empty.");
                    }
                    return (float) text.length();
                  });
          windows.add(sentences.size());
          return found.stream().map(each -> new float[] {each}).toArray(float[][]::new);
        }
      };

  private EmbeddedRows rows(Iterator<Row> rows) {
    return new EmbeddedRows(rows, lengths, "text", 1, 4);
  }

  @Test
  void rowsComeInTheirOrderWithTheirOtherColumns() {
    Iterator<Row> ten =
        IntStream.range(0, 10)
            .mapToObj(i -> RowFactory.create(i, "x".repeat(10 - i), "n" + i))
            .iterator();
    EmbeddedRows embedded = rows(ten);
    for (int i = 0; i < 10; i++) {
      Row row = embedded.next();
      assertEquals(
          List.of(i, "x".repeat(10 - i), "n" + i), List.of(row.get(0), row.get(1), row.get(2)));
      assertArrayEquals(new float[] {10 - i}, (float[]) row.get(3));
      assertEquals(i / 4 + 1, windows.size(), "no window before its first row is asked for");
    }
    assertEquals(List.of(4, 4, 2), windows);
    assertTrue(!embedded.hasNext());
  }

  @Test
  void aBadRowOfALaterWindowIsNamedByItsPlaceInThePartition() {
    for (int count : List.of(5, 8)) { // alone in its window, and with others
      Iterator<Row> some =
          IntStream.range(0, count)
              .mapToObj(i -> RowFactory.create(i, i == 4 ? "" : "x"))
              .iterator();
      EmbeddedRows embedded = rows(some);
      IntStream.range(0, 4).forEach(i -> embedded.next());
      String said = assertThrows(IllegalArgumentException.class, embedded::next).getMessage();
      assertTrue(said.startsWith("Column \"text\", partition 0: "), said);
      assertTrue(said.contains("text 4") && said.contains("It is empty."), said);
    }
  }
}
