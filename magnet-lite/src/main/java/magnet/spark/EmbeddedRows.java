package magnet.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import magnet.infer.UnusableTexts;
import magnet.infer.encoding.SentenceEncoder;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The rows of a partition with their vectors, in their order. A window of rows goes through the
 * model at a time, where texts of like length share a batch.
 */
final class EmbeddedRows implements Iterator<Row> {

  /** Enough for batches of like lengths; rows of a window are in memory together. */
  static final int WINDOW = 2048;

  /** Or so many characters, where texts are long. */
  private static final int CHARACTERS = 1 << 22;

  private final Iterator<Row> rows;
  private final SentenceEncoder encoder;
  private final String column;
  private final int place;
  private final int most;
  private final Queue<Row> embedded = new ArrayDeque<>();
  private int taken;

  /** Rows of this task's partition, of which a window has so many at most. */
  EmbeddedRows(Iterator<Row> rows, SentenceEncoder encoder, String column, int place, int most) {
    this.rows = rows;
    this.encoder = encoder;
    this.column = column;
    this.place = place;
    this.most = most;
  }

  @Override
  public boolean hasNext() {
    return !embedded.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("All rows of the partition were taken.");
    }
    if (embedded.isEmpty()) {
      embedWindow();
    }
    return embedded.remove();
  }

  private void embedWindow() {
    List<Row> window = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    int characters = 0;
    while (rows.hasNext() && window.size() < most && characters < CHARACTERS) {
      Row row = rows.next();
      String text = row.getString(place);
      characters += text == null ? 0 : text.length();
      window.add(row);
      texts.add(text);
    }
    float[][] vectors = vectors(texts);
    for (int i = 0; i < vectors.length; i++) {
      embedded.add(with(window.get(i), vectors[i]));
    }
    taken += window.size();
  }

  private float[][] vectors(List<String> texts) {
    try {
      return encoder.encode(texts);
    } catch (UnusableTexts e) {
      throw unusable(e.within(taken, taken + texts.size()).getMessage(), e);
    } catch (IllegalArgumentException e) { // of a window with one text
      throw unusable("text " + taken + " cannot be used: " + e.getMessage(), e);
    }
  }

  private IllegalArgumentException unusable(String which, Exception cause) {
    return new IllegalArgumentException(
        "Column \"%s\", partition %d: %s".formatted(column, TaskContext.getPartitionId(), which),
        cause);
  }

  private static Row with(Row row, float[] vector) {
    Object[] values = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = vector;
    return RowFactory.create(values);
  }
}
