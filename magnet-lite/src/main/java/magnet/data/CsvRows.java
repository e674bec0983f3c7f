package magnet.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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

  private final TextFile file;
  private final List<String> header;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final String text;
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

  /** Skips blank lines; returns whether there is a row after them. */
  private boolean skipsToRow() {
    int next = at;
    while (next < text.length() && (isSpace(next) || isLineEnd(next))) {
      if (isLineEnd(next)) {
        next = pastLineEnd(next);
        at = next;
      } else {
        next++;
      }
    }
    return next < text.length();
  }

  private List<String> nextRow() {
    List<String> fields = new ArrayList<>();
    if (!skipsToRow()) {
      return fields;
    }
    fields.add(nextField());
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      fields.add(nextField());
    }
    if (at < text.length()) {
      at = pastLineEnd(at);
    }
    return fields;
  }

  private String nextField() {
    skipSpace();
    if (at < text.length() && text.charAt(at) == '"') {
      return quotedField();
    }
    int begin = at;
    while (!isFieldEnd()) {
      if (text.charAt(at) == '"') {
        throw badQuote(line);
      }
      at++;
    }
    return text.substring(begin, at).strip();
  }

  private String quotedField() {
    StringBuilder field = new StringBuilder();
    long firstLine = line;
    boolean open = true;
    int from = at + 1;
    while (open) {
      int quote = text.indexOf('"', from);
      if (quote < 0) {
        throw badQuote(firstLine);
      }
      for (int i = from; i < quote; ) {
        i = isLineEnd(i) ? pastLineEnd(i) : i + 1;
      }
      field.append(text, from, quote);
      open = text.startsWith("\"\"", quote);
      field.append(open ? "\"" : "");
      from = quote + (open ? 2 : 1);
    }
    at = from;
    skipSpace();
    if (!isFieldEnd()) {
      throw badQuote(line);
    }
    return field.toString();
  }

  private IllegalArgumentException badQuote(long where) {
    return Refusal.of(
        file.path(), where, "a quote is not closed, or is inside a field without being doubled");
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(at)) {
      at++;
    }
  }

  private boolean isFieldEnd() {
    return at == text.length() || text.charAt(at) == ',' || isLineEnd(at);
  }

  private boolean isSpace(int i) {
    return text.charAt(i) == ' ' || text.charAt(i) == '\t';
  }

  private boolean isLineEnd(int i) {
    return text.charAt(i) == '\n' || text.charAt(i) == '\r';
  }

  private int pastLineEnd(int i) {
    line++;
    return text.startsWith("\r\n", i) ? i + 2 : i + 1;
  }
}
