package magnet.data.vectors;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import magnet.data.BadRows;
import magnet.data.CsvRows;
import magnet.data.CsvText;
import magnet.data.Refusal;
import magnet.data.TextFile;
import magnet.io.Quoted;

/**
 * Vectors and their columns as a table (RFC 4180, UTF-8) with a header: first the columns under
 * their names, then {@code d1}, {@code d2} and so on, the dimensions.
 */
final class CsvVectors implements VectorFormat {

  @Override
  public String ending() {
    return ".csv";
  }

  @Override
  public void write(LabelledVectors vectors, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    List<String> header = new ArrayList<>(vectors.texts().keySet());
    header.addAll(vectors.numbers().keySet());
    header.addAll(dimensionNames(vectors.dimensions()));
    writer.write(line(header));
    for (int i = 0; i < vectors.size(); i++) {
      List<String> row = new ArrayList<>(header.size());
      for (List<String> column : vectors.texts().values()) {
        if (column.get(i).indexOf('\0') >= 0) {
          throw new IllegalArgumentException(
              "text %d holds a NUL character, which a text file cannot; save as .npz".formatted(i));
        }
        row.add(column.get(i));
      }
      for (int[] column : vectors.numbers().values()) {
        row.add(String.valueOf(column[i]));
      }
      for (float value : vectors.vectors()[i]) {
        row.add(String.valueOf(value));
      }
      writer.write(line(row));
    }
    writer.flush();
  }

  @Override
  public LabelledVectors read(Path file, Set<String> texts, Set<String> numbers) {
    CsvRows rows = CsvRows.read(TextFile.open(file));
    List<String> columns = new ArrayList<>(texts);
    columns.addAll(numbers);
    columns.add(LabelledVectors.dimensionName(0));
    if (!rows.has(columns)) {
      throw new IllegalArgumentException(
          "%s lacks one of the columns %s; its header is %s"
              .formatted(file, columns, Quoted.value(rows.header())));
    }
    int dimensions = 0;
    while (rows.has(List.of(LabelledVectors.dimensionName(dimensions)))) {
      dimensions++;
    }
    List<String> names = dimensionNames(dimensions);
    Map<String, List<String>> textColumns = new LinkedHashMap<>();
    texts.forEach(name -> textColumns.put(name, new ArrayList<>()));
    Map<String, IntStream.Builder> numberColumns = new LinkedHashMap<>();
    numbers.forEach(name -> numberColumns.put(name, IntStream.builder()));
    List<float[]> vectors =
        rows.map(
            row -> {
              float[] vector = vector(row, names);
              numberColumns.forEach(
                  (name, column) ->
                      column.add(number(row, name, Integer::valueOf, "a whole number")));
              textColumns.forEach((name, column) -> column.add(row.get(name)));
              return vector;
            },
            BadRows.refused());
    Map<String, int[]> wholeNumbers = new LinkedHashMap<>();
    numberColumns.forEach((name, column) -> wholeNumbers.put(name, column.build().toArray()));
    try {
      return new LabelledVectors(textColumns, wholeNumbers, vectors.toArray(float[][]::new));
    } catch (IllegalArgumentException e) {
      throw Refusal.notVectors(file, e);
    }
  }

  private static List<String> dimensionNames(int dimensions) {
    return IntStream.range(0, dimensions).mapToObj(LabelledVectors::dimensionName).toList();
  }

  private static String line(List<String> fields) {
    return fields.stream().map(CsvText::field).collect(Collectors.joining(",", "", "\n"));
  }

  private static float[] vector(CsvRows.Row row, List<String> names) {
    float[] vector = new float[names.size()];
    for (int d = 0; d < vector.length; d++) {
      vector[d] = number(row, names.get(d), Float::parseFloat, "a number");
    }
    return vector;
  }

  private static <T> T number(
      CsvRows.Row row, String name, Function<String, T> parser, String what) {
    String field = row.get(name);
    try {
      return parser.apply(field.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "column %s is \"%s\", not %s".formatted(name, Quoted.value(field), what), e);
    }
  }
}
