package magnet.data.vectors;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import magnet.io.AtomicFile;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Vectors and their columns to and from files and tables. */
public final class VectorFiles {

  private static final int SHOWN = 8;

  private VectorFiles() {}

  /** Writes a file, completely or not at all, in the format that its extension names. */
  public static void write(Path file, LabelledVectors vectors) {
    VectorFormat format = VectorFormat.of(file);
    AtomicFile.write(
        file,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
          format.write(vectors, out);
          out.flush();
        });
  }

  /** The columns, then {@code d1}, {@code d2} and so on with the dimensions. */
  public static Table table(String name, LabelledVectors vectors) {
    List<Column<?>> columns = new ArrayList<>();
    vectors.texts().forEach((column, texts) -> columns.add(StringColumn.create(column, texts)));
    vectors.numbers().forEach((column, each) -> columns.add(IntColumn.create(column, each)));
    for (int d = 0; d < vectors.dimensions(); d++) {
      float[] values = new float[vectors.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = vectors.vectors()[i][d];
      }
      columns.add(FloatColumn.create(LabelledVectors.dimensionName(d), values));
    }
    return Table.create(name, columns);
  }

  /** The named columns of a table, and the vectors in {@code d1}, {@code d2} and so on. */
  public static LabelledVectors of(Table table, Set<String> texts, Set<String> numbers) {
    Map<String, List<String>> textColumns = new LinkedHashMap<>();
    for (String name : texts) {
      textColumns.put(name, column(table, name, StringColumn.class).asList());
    }
    Map<String, int[]> numberColumns = new LinkedHashMap<>();
    for (String name : numbers) {
      numberColumns.put(name, column(table, name, IntColumn.class).asIntArray());
    }
    List<NumericColumn<?>> dimensions = new ArrayList<>();
    do {
      String name = LabelledVectors.dimensionName(dimensions.size());
      dimensions.add(column(table, name, NumericColumn.class));
    } while (table.containsColumn(LabelledVectors.dimensionName(dimensions.size())));
    float[][] vectors = new float[table.rowCount()][dimensions.size()];
    for (int d = 0; d < dimensions.size(); d++) {
      for (int i = 0; i < vectors.length; i++) {
        vectors[i][d] = (float) dimensions.get(d).getDouble(i);
      }
    }
    return new LabelledVectors(textColumns, numberColumns, vectors);
  }

  private static <T extends Column<?>> T column(Table table, String name, Class<T> type) {
    if (!table.containsColumn(name)
        || !type.isInstance(table.column(name))
        || table.column(name).countMissing() > 0) {
      throw new IllegalArgumentException(
          "The table %s has no %s %s without missing entries; its columns are %s."
              .formatted(
                  table.name(),
                  type.getSimpleName(),
                  name,
                  table.columnNames().stream().limit(SHOWN).toList()));
    }
    return type.cast(table.column(name));
  }
}
