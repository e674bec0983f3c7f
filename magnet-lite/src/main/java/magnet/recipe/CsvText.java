package magnet.recipe;

/** Fields of comma-separated values, as RFC 4180 writes them. */
final class CsvText {

  private CsvText() {}

  /** A field, in quotes where it needs them. */
  static String field(String text) {
    boolean plain =
        text.chars().noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
