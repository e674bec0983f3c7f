package magnet.data;

/** Fields of comma-separated values, as RFC 4180 writes them. */
public final class CsvText {

  private CsvText() {}

  /** A field, in quotes where it needs them: also where it is empty, or white space bounds it. */
  public static String field(String text) {
    boolean plain =
        !text.isEmpty()
            && text.equals(text.strip())
            && text.chars()
                .noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
