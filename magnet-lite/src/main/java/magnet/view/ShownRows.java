package magnet.view;

import java.util.List;
import java.util.stream.IntStream;

/** Which rows of a long table are shown: the first and the last. */
final class ShownRows {

  /** The place of the rows that are left out. */
  static final int GAP = -1;

  private ShownRows() {}

  /**
   * The numbers of the rows to show, with {@link #GAP} between if some are left out.
   *
   * @param most how many to show at most, at least 2
   */
  static List<Integer> of(int rows, int most) {
    if (most < 2) {
      throw new IllegalArgumentException(
          "a table cannot be shown in %d rows; show at least 2, the first and the last"
              .formatted(most));
    }
    IntStream all = IntStream.range(0, rows);
    int first = (most + 1) / 2;
    int last = rows - most / 2;
    return rows <= most
        ? all.boxed().toList()
        : all.filter(row -> row <= first || row >= last)
            .mapToObj(row -> row == first ? GAP : row)
            .toList();
  }
}
