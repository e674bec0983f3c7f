package magnet.data;

/**
 * Fields of comma-separated values, as RFC 4180 writes them.
 *
 * <p>Spreadsheets evaluate a field that begins with {@code =}, {@code +}, {@code -} or {@code @},
 * so there are two ways to write a text. A file that is read again (vectors, stories) holds each
 * text exactly. A table that people open holds such a text after an apostrophe, which a spreadsheet
 * takes for "this is text".
 */
public final class CsvText {

  private static final String STARTS_OF_FORMULAS = "=+-@\t\r";

  private CsvText() {}

  /**
   * A field that is read back exactly, in quotes where it needs them: also where it is empty,
   * begins like a comment, or white space bounds it.
   */
  public static String field(String text) {
    boolean plain =
        !text.isEmpty()
            && text.equals(text.strip())
            && text.charAt(0) != '#'
            && text.chars().noneMatch(each -> each == ',' || each == '"' || each < ' ');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /**
   * A field of a table for people: where a spreadsheet would evaluate the text, an apostrophe is
   * put before it.
   */
  public static String shown(String text) {
    boolean runs = !text.isEmpty() && STARTS_OF_FORMULAS.indexOf(text.charAt(0)) >= 0;
    return field(runs ? '\'' + text : text);
  }
}
