package magnet.data;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The rows of a CSV file (RFC 4180) with a header line: fields by column name, whose case does not
 * matter, and each row with the line where it begins.
 */
final class CsvRows {

  private final TextFile file;
  private final String[] header;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  /** One row. */
  final class Row {

    private final long line;
    private final String[] fields;

    private Row(long line, String[] fields) {
      this.line = line;
      this.fields = fields;
    }

    /** The field under a column's lower-case name, which the header must have. */
    String get(String column) {
      return fields[columns.get(column)];
    }
  }

  private CsvRows(TextFile file, String[] header) {
    this.file = file;
    this.header = header;
    for (int i = 0; i < header.length; i++) {
      columns.put(header[i].strip().toLowerCase(Locale.ROOT), i);
    }
  }

  /**
   * Reads a whole file whose first line names the columns.
   *
   * @throws IllegalArgumentException if it has no header, or a quote is not closed or stands where
   *     none may
   */
  static CsvRows read(TextFile file) {
    CsvParser parser = parser(file);
    String[] header = next(file, parser);
    if (header == null) {
      throw Refusal.empty(file.path(), "header line");
    }
    return new CsvRows(file, header).filledBy(parser);
  }

  /** As {@link #read(TextFile)}, of a file that has rows alone, with these columns. */
  static CsvRows read(TextFile file, List<String> header) {
    return new CsvRows(file, header.toArray(String[]::new)).filledBy(parser(file));
  }

  private CsvRows filledBy(CsvParser parser) {
    long line = parser.getContext().currentLine() + 1;
    for (String[] fields = next(file, parser); fields != null; fields = next(file, parser)) {
      rows.add(new Row(line, fields));
      line = parser.getContext().currentLine() + 1;
    }
    return this;
  }

  boolean has(List<String> names) {
    return columns.keySet().containsAll(names);
  }

  String header() {
    return Arrays.toString(header);
  }

  /**
   * What the function makes of each row, in the file's order. A row is bad if it has more or fewer
   * fields than there are columns, or the function throws an IllegalArgumentException.
   */
  <T> List<T> map(Function<Row, T> function, BadRows bad) {
    List<T> values = new ArrayList<>(rows.size());
    for (Row row : rows) {
      bad.addTo(values, file.path(), row.line, () -> function.apply(checked(row)));
    }
    return values;
  }

  private Row checked(Row row) {
    if (row.fields.length != header.length) {
      throw new IllegalArgumentException(
          "%d fields under a header of %d columns".formatted(row.fields.length, header.length));
    }
    return row;
  }

  private static CsvParser parser(TextFile file) {
    CsvParser parser = new CsvParser(strict());
    parser.beginParsing(new StringReader(file.text()));
    return parser;
  }

  private static CsvParserSettings strict() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setMaxCharsPerColumn(-1);
    settings.setNullValue("");
    settings.setEmptyValue("");
    return settings;
  }

  private static String[] next(TextFile file, CsvParser parser) {
    try {
      return parser.parseNext();
    } catch (TextParsingException e) {
      throw Refusal.of(
          file.path(),
          e.getLineIndex() + 1,
          "a quote is not closed, or stands inside a field without being doubled");
    }
  }
}
