package magnet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Rows of tab-separated fields, UTF-8, without quotes: a field cannot hold a tab or a line end. */
public final class TabRows {

  private TabRows() {}

  /**
   * Reads a file whose first line names its columns.
   *
   * @param columns those that are wanted, in the order in which the function gets their fields
   * @param what a row is called
   * @param function makes a value of the stripped fields, or throws an IllegalArgumentException
   * @throws IllegalArgumentException if the header lacks one of the columns, or there is no row
   */
  public static <T> List<T> read(
      Path file,
      List<String> columns,
      String what,
      BadRows bad,
      Function<List<String>, T> function) {
    List<T> values = new ArrayList<>();
    List<String> header = new ArrayList<>();
    TextFile.open(file)
        .forEachLine(
            (number, begin, length, line) -> {
              List<String> fields = Arrays.asList(line.split("\t", -1));
              if (number == 1) {
                header.addAll(checked(file, columns, fields));
              } else {
                bad.addTo(
                    values, file, number, () -> function.apply(chosen(columns, header, fields)));
              }
            });
    return Refusal.ifEmpty(file, values, what);
  }

  private static List<String> checked(Path file, List<String> columns, List<String> header) {
    if (!header.containsAll(columns)) {
      throw Refusal.of(
          file,
          1,
          "the header is %s, which lacks one of the columns %s; name them in the first line, with tabs between"
              .formatted(header, columns));
    }
    return header;
  }

  private static List<String> chosen(
      List<String> columns, List<String> header, List<String> fields) {
    if (fields.size() != header.size()) {
      throw new IllegalArgumentException(
          "%d columns under a header of %d".formatted(fields.size(), header.size()));
    }
    return columns.stream().map(name -> fields.get(header.indexOf(name)).strip()).toList();
  }

  /** A row to write; refuses what could not be read back. */
  public static String row(String... fields) {
    for (String field : fields) {
      if (field.chars().anyMatch(each -> each == '\t' || each == '\n' || each == '\r')) {
        throw new IllegalArgumentException(
            "\"%s\" holds a tab or a line end, which a field between tabs cannot; take it out"
                .formatted(field));
      }
    }
    return String.join("\t", fields);
  }
}
