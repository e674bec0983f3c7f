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
public final class CsvRows {

  /** Room for rows that are longer than the first, so that they are bad rows and not the end. */
  private static final int SPARE_COLUMNS = 512;

  private final TextFile file;
  private final String[] header;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final CsvParser parser;

  /** One row. */
  public final class Row {

    private final String[] fields;

    private Row(String[] fields) {
      this.fields = fields;
    }

    /** The field under a column's lower-case name, which the header must have. */
    public String get(String column) {
      return fields[columns.get(column)];
    }
  }

  private CsvRows(TextFile file, String[] header, CsvParser parser) {
    this.file = file;
    this.header = header;
    this.parser = parser;
    for (int i = 0; i < header.length; i++) {
      columns.put(header[i].strip().toLowerCase(Locale.ROOT), i);
    }
  }

  /**
   * Opens a file whose first line names the columns.
   *
   * @throws IllegalArgumentException if it has no header
   */
  public static CsvRows read(TextFile file) {
    CsvParser parser = parser(file);
    String[] header = next(file, parser);
    if (header == null) {
      throw Refusal.empty(file.path(), "header line");
    }
    return new CsvRows(file, header, parser);
  }

  /** Opens a file that has rows alone, with these columns. */
  public static CsvRows read(TextFile file, List<String> header) {
    return new CsvRows(file, header.toArray(String[]::new), parser(file));
  }

  /** Whether the header names this column. */
  public boolean has(List<String> names) {
    return columns.keySet().containsAll(names);
  }

  /** The names in the first row, in their order. */
  public String header() {
    return Arrays.toString(header);
  }

  /**
   * What the function makes of each row, in the file's order; to be called once. A row is bad if it
   * has more or fewer fields than there are columns, or the function throws an
   * IllegalArgumentException.
   *
   * @throws IllegalArgumentException if a quote is not closed or stands where none may, or bad rows
   *     are refused and there is one
   */
  public <T> List<T> map(Function<Row, T> function, BadRows bad) {
    List<T> values = new ArrayList<>();
    long line = parser.getContext().currentLine() + 1;
    for (String[] fields = next(file, parser); fields != null; fields = next(file, parser)) {
      Row row = new Row(fields);
      bad.addTo(values, file.path(), line, () -> function.apply(checked(row)));
      line = parser.getContext().currentLine() + 1;
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
    String text = file.text();
    int lineEnd = text.indexOf('\n');
    String firstLine = lineEnd < 0 ? text : text.substring(0, lineEnd);
    CsvParserSettings settings = new CsvParserSettings();
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(SPARE_COLUMNS + (int) firstLine.chars().filter(c -> c == ',').count());
    settings.setNullValue("");
    settings.setEmptyValue("");
    CsvParser parser = new CsvParser(settings);
    parser.beginParsing(new StringReader(text));
    return parser;
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
