package magnet.view;

import java.awt.Color;
import java.util.List;

/** One cell per pair of tokens, with the span tokens' names in a colour of their own. */
interface TokenCells extends CellChart.Cells {

  /** The tokens' texts. */
  List<String> tokens();

  /** For each token, whether it is a span token; {@code [tokens]}. */
  boolean[] span();

  /** The colour of a span token's name. */
  Color spanLabel();

  /** A pattern is read as a whole, from cells without a text of their own. */
  @Override
  default int most() {
    return 128;
  }

  /** Room for the name of each token. */
  @Override
  default int leastSide() {
    return 10;
  }

  @Override
  default boolean areSquare() {
    return true;
  }

  @Override
  default List<String> rows() {
    return tokens();
  }

  @Override
  default List<String> columns() {
    return tokens();
  }

  @Override
  default Color labelColor(int number) {
    return span()[number] ? spanLabel() : ChartLook.INK;
  }
}
