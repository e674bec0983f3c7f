package magnet.pocket;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Rows of phrases that go together.
 *
 * @param name what plots call it
 * @param columns the roles that a row fills
 * @param names whether the rows are names, some of which only held-out stories may use
 * @param rows for each row and column, the phrases to choose from
 */
record Table(String name, List<String> columns, boolean names, List<List<List<Phrase>>> rows) {

  /** In this many rows of names, the last but one is for development and the last for test. */
  private static final int NAME_PERIOD = 5;

  /** How many names in ten of a held-out story are its split's own. */
  private static final int OWN_NAMES_IN_TEN = 6;

  /** The split that a row is kept for; rows for training may also come in the others. */
  Split keeper(int row) {
    return !names || row % NAME_PERIOD < NAME_PERIOD - 2
        ? Split.TRAIN
        : row % NAME_PERIOD == NAME_PERIOD - 2 ? Split.DEV : Split.TEST;
  }

  /** Draws a row that the split may use. */
  int draw(Split split, RandomGenerator random) {
    Split from =
        names && split != Split.TRAIN && random.nextInt(10) < OWN_NAMES_IN_TEN
            ? split
            : Split.TRAIN;
    int row = random.nextInt(rows.size());
    while (keeper(row) != from) {
      row = random.nextInt(rows.size());
    }
    return row;
  }

  /** All phrases of a column. */
  List<Phrase> column(String column) {
    int index = columns.indexOf(column);
    return rows.stream().flatMap(row -> row.get(index).stream()).toList();
  }
}
