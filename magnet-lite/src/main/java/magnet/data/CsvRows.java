package magnet.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.io.Quoted;

/**
 * The rows of a CSV file (RFC 4180) with a header line: fields by column name, whose case does not
 * matter, and each row with the line where it begins.
 *
 * <p>A field in quotes is taken as it is, line ends included; around any other, white space is
 * dropped. Blank lines are no rows. Nothing is a comment: a row may begin with {@code #}. (The
 * parser that Tablesaw brings takes such rows for comments, and loses control characters at a
 * field's ends.)
 */
public final class CsvRows {

  private static final Pattern LINE_END = Pattern.compile("\\r\\n?|\\n");
  private static final Pattern BETWEEN_ROWS =
      Pattern.compile("((?:[ \\t]*+(?:\\r\\n?+|\\n))*+)([ \\t]*+\\z)?");

  /** What is in quotes, or else the field; possessive, so that no text is too long for it. */
  private static final Pattern FIELD =
      Pattern.compile("[ \\t]*+(?:\"([^\"]*+(?:\"\"[^\"]*+)*+)\"[ \\t]*+|([^\",\\r\\n]*+))");

  private static final String FIELD_ENDS = ",\r\n";

  private final TextFile file;
  private final List<String> header;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final String text;
  private final Matcher field;
  private int at;
  private long line = 1;

  /** One row. */
  public final class Row {

    private final List<String> fields;

    private Row(List<String> fields) {
      if (fields.size() != header.size()) {
        throw new IllegalArgumentException(
            "%d fields under a header of %d columns".formatted(fields.size(), header.size()));
      }
      this.fields = fields;
    }

    /** The field under a column's lower-case name, which the header must have. */
    public String get(String column) {
      return fields.get(columns.get(column));
    }
  }

  private CsvRows(TextFile file, List<String> header) {
    this.file = file;
    this.text = file.text();
    this.field = FIELD.matcher(text);
    this.header = header == null ? nextRow() : header;
    if (this.header.isEmpty()) {
      throw Refusal.empty(file.path(), "header line");
    }
    for (int i = 0; i < this.header.size(); i++) {
      columns.put(this.header.get(i).strip().toLowerCase(Locale.ROOT), i);
    }
  }

  /** Opens a file whose first line names the columns; one without is refused. */
  public static CsvRows read(TextFile file) {
    return new CsvRows(file, null);
  }

  /** Opens a file that has rows alone, with these columns. */
  public static CsvRows read(TextFile file, List<String> header) {
    return new CsvRows(file, header);
  }

  /** Whether the header names this column. */
  public boolean has(List<String> names) {
    return columns.keySet().containsAll(names);
  }

  /** The names in the first row, in their order, for messages. */
  public String header() {
    return Quoted.sentence(header.toString());
  }

  /**
   * What the function makes of each row, in the file's order; to be called once. A row is bad if it
   * has more or fewer fields than there are columns, or the function throws an
   * IllegalArgumentException.
   *
   * @throws IllegalArgumentException if a quote is not closed or is where none may be, or bad rows
   *     are refused and there is one
   */
  public <T> List<T> map(Function<Row, T> function, BadRows bad) {
    List<T> values = new ArrayList<>();
    while (skipsToRow()) {
      long begin = line;
      List<String> fields = nextRow();
      bad.addTo(values, file.path(), begin, () -> function.apply(new Row(fields)));
    }
    return values;
  }

  /** Skips line ends and blank lines; returns whether there is a row after them. */
  private boolean skipsToRow() {
    Matcher skipped = BETWEEN_ROWS.matcher(text).region(at, text.length());
    skipped.lookingAt(); // nothing at least
    at = skipped.end(1);
    line += lineEnds(skipped.group(1));
    return skipped.group(2) == null;
  }

  private List<String> nextRow() {
    List<String> fields = new ArrayList<>();
    if (!skipsToRow()) {
      return fields;
    }
    fields.add(nextField());
    while (text.startsWith(",", at)) {
      at++;
      fields.add(nextField());
    }
    return fields;
  }

  private String nextField() {
    field.region(at, text.length()).lookingAt(); // an empty one at least
    at = field.end();
    String quoted = field.group(1);
    line += quoted == null ? 0 : lineEnds(quoted);
    if (at < text.length() && FIELD_ENDS.indexOf(text.charAt(at)) < 0) {
      throw Refusal.of(
          file.path(), line, "a quote is not closed, or is inside a field without being doubled");
    }
    return quoted == null ? field.group(2).strip() : quoted.replace("\"\"", "\"");
  }

  private static long lineEnds(String in) {
    return LINE_END.matcher(in).results().count();
  }
}
