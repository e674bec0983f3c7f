package magnet.recipe.report;

/**
 * One cell of a table in a report.
 *
 * @param text what stands there; may be empty
 * @param number whether it is a figure, which stands at the right
 * @param best whether it is the best of its row
 * @param from first char of a part that is to be seen at once; -1 for none
 * @param to one behind its last char
 */
public record Cell(String text, boolean number, boolean best, int from, int to) {

  /** What a table shows. */
  public static Cell text(String text) {
    return new Cell(text, false, false, -1, -1);
  }

  /** A figure as a table shows it. */
  public static Cell figure(String text) {
    return new Cell(text, true, false, -1, -1);
  }

  /** The best figure of its row. */
  public static Cell best(String text) {
    return new Cell(text, true, true, -1, -1);
  }

  /** A text with a part that is to be seen at once. */
  public static Cell marked(String text, int from, int to) {
    return new Cell(text, false, false, from, to);
  }

  /** Nothing where a figure could stand. */
  static Cell none() {
    return figure("");
  }

  /** The text with what is to be seen at once in brackets. */
  String bracketed() {
    return isMarked()
        ? text.substring(0, from) + '[' + text.substring(from, to) + ']' + text.substring(to)
        : text;
  }

  boolean isMarked() {
    return from >= 0 && to > from;
  }
}
