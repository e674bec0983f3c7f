package magnet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import magnet.io.Quoted;

/**
 * What a reader does with rows that do not fit their format: it refuses the file at the first, or
 * leaves them out, counts them and can list them.
 *
 * <p>A row is what makes one value: a line of a table, a sentence of CoNLL-2003, six lines of
 * HellaSwag, an object of a JSON file. What spoils the file as a whole is refused either way: a
 * missing column in its header, two parallel files of different length, a quote that is not closed,
 * text that is not UTF-8, no good row at all.
 *
 * <p>One value may go through several readers and collects the rows of all of them. It is for one
 * thread only.
 */
public final class BadRows {

  private static final int TOLD = 5;

  private final boolean skipping;
  private final List<BadRow> rows = new ArrayList<>();

  /**
   * A row that was left out.
   *
   * @param file where it lies
   * @param line where it begins or where its fault is, counted from 1
   * @param reason what is wrong with it
   */
  public record BadRow(Path file, long line, String reason) {

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s, line %d: %s", file, line, reason);
    }
  }

  private BadRows(boolean skipping) {
    this.skipping = skipping;
  }

  /** Refuses a file at its first bad row; what a reader does by default. */
  public static BadRows refused() {
    return new BadRows(false);
  }

  /** Leaves bad rows out and keeps what was wrong with them. */
  public static BadRows skipped() {
    return new BadRows(true);
  }

  /** How many rows were left out so far. */
  public int count() {
    return rows.size();
  }

  /** The rows that were left out so far, in the order in which they were read. */
  public List<BadRow> rows() {
    return List.copyOf(rows);
  }

  /**
   * Notes a bad row.
   *
   * @throws IllegalArgumentException with file, line and reason, if bad rows are refused
   */
  public void found(Path file, long line, String reason) {
    if (!skipping) {
      throw Refusal.of(file, line, reason + "; correct the row, or skip bad rows");
    }
    rows.add(new BadRow(file, line, Quoted.sentence(reason)));
  }

  /**
   * Adds what is made of a row, unless its maker throws an IllegalArgumentException, whose message
   * is the reason to note.
   *
   * @throws IllegalArgumentException with file, line and reason, if bad rows are refused
   */
  public <T> void addTo(List<? super T> values, Path file, long line, Supplier<T> row) {
    try {
      values.add(row.get());
    } catch (IllegalArgumentException e) {
      found(file, line, e.getMessage());
    }
  }

  /** How many there are, and the first of them with file, line and reason. */
  @Override
  public String toString() {
    String first = rows.stream().limit(TOLD).map(row -> "\n" + row).collect(Collectors.joining());
    String more =
        rows.size() > TOLD ? String.format(Locale.ROOT, "\nand %d more", rows.size() - TOLD) : "";
    return (rows.size() == 1 ? "1 bad row skipped" : rows.size() + " bad rows skipped")
        + first
        + more;
  }
}
