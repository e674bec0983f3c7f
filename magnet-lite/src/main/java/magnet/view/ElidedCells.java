package magnet.view;

import java.awt.Color;
import java.util.List;

/**
 * The first and the last rows and columns of many cells, with an empty one between.
 *
 * @param all the cells
 * @param shownRows which rows, with {@link ShownRows#GAP} for those left out
 * @param shownColumns which columns, likewise
 */
record ElidedCells(CellChart.Cells all, List<Integer> shownRows, List<Integer> shownColumns)
    implements CellChart.Cells {

  private static final String GAP_LABEL = "…";

  static CellChart.Cells of(CellChart.Cells all) {
    int rows = all.rows().size();
    int columns = all.columns().size();
    return Math.max(rows, columns) <= all.most()
        ? all
        : new ElidedCells(all, ShownRows.of(rows, all.most()), ShownRows.of(columns, all.most()));
  }

  private static boolean isGap(int shown) {
    return shown == ShownRows.GAP;
  }

  @Override
  public List<String> rows() {
    return labels(shownRows, all.rows());
  }

  @Override
  public List<String> columns() {
    return labels(shownColumns, all.columns());
  }

  private static List<String> labels(List<Integer> shown, List<String> of) {
    return shown.stream().map(i -> isGap(i) ? GAP_LABEL : of.get(i)).toList();
  }

  @Override
  public Color color(int row, int column) {
    return isGap(shownRows.get(row)) || isGap(shownColumns.get(column))
        ? null
        : all.color(shownRows.get(row), shownColumns.get(column));
  }

  @Override
  public String text(int row, int column) {
    return all.text(shownRows.get(row), shownColumns.get(column));
  }

  @Override
  public int leastSide() {
    return all.leastSide();
  }

  @Override
  public boolean areSquare() {
    return all.areSquare();
  }

  @Override
  public String rowMark(int row) {
    return isGap(shownRows.get(row)) ? "" : all.rowMark(shownRows.get(row));
  }

  @Override
  public Color labelColor(int number) {
    int shown = number < shownRows.size() ? shownRows.get(number) : shownColumns.get(number);
    return isGap(shown) ? ChartLook.QUIET : all.labelColor(shown);
  }
}
