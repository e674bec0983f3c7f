package magnet.view;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * How the values of one table column are written.
 *
 * <p>All numbers of a column have as many decimals as its largest needs for four significant
 * digits, so that they can be compared at a glance: 0.4512, 12.35, 1,284. Whole numbers have none.
 * Where that would make a small number nought, and where numbers are below a ten-thousandth or
 * above a billion, a power of ten is used. A missing value is a dash.
 */
final class ColumnText {

  private static final String MISSING = "–";
  private static final int MOST_COLUMNS = 30;
  private static final int SIGNIFICANT = 4;
  private static final int MOST_DECIMALS = 6;
  private static final double LARGEST_PLAIN = 1e9;

  private final Column<?> column;
  private final DoubleFunction<String> format;

  private ColumnText(Column<?> column, DoubleFunction<String> format) {
    this.column = column;
    this.format = format;
  }

  static ColumnText of(Column<?> column) {
    return new ColumnText(
        column, column instanceof NumericColumn<?> numbers ? formatOf(numbers) : null);
  }

  /** The columns of a table; of a wide one the first and the last, with one of dots between. */
  static List<ColumnText> shownOf(Table table) {
    return ShownRows.of(table.columnCount(), MOST_COLUMNS).stream()
        .map(i -> i == ShownRows.GAP ? gap(table.rowCount()) : of(table.column(i)))
        .toList();
  }

  private static ColumnText gap(int rows) {
    return new ColumnText(StringColumn.create("…", Collections.nCopies(rows, "…")), null);
  }

  String name() {
    return column.name();
  }

  boolean isNumeric() {
    return format != null;
  }

  /** The number in a row, or NaN where it is missing or no number. */
  double number(int row) {
    return column instanceof NumericColumn<?> numbers && !numbers.isMissing(row)
        ? numbers.getDouble(row)
        : Double.NaN;
  }

  String text(int row) {
    if (column.isMissing(row)) {
      return MISSING;
    }
    return isNumeric() ? format.apply(number(row)) : Shortened.oneLine(column.getString(row));
  }

  private static DoubleFunction<String> formatOf(NumericColumn<?> numbers) {
    double largest = 0;
    boolean whole = true;
    for (int row = 0; row < numbers.size(); row++) {
      double value = numbers.isMissing(row) ? 0 : Math.abs(numbers.getDouble(row));
      if (Double.isFinite(value)) {
        largest = Math.max(largest, value);
        whole &= value == Math.rint(value);
      }
    }
    int decimals = 0;
    if (!whole) {
      int digitsBefore = (int) Math.floor(Math.log10(largest)) + 1;
      decimals = Math.max(0, Math.min(MOST_DECIMALS, SIGNIFICANT - digitsBefore));
    }
    String plain = "%,." + decimals + "f";
    double nought = 0.5 * Math.pow(10, -decimals);
    double most = largest;
    return value -> {
      if (Double.isInfinite(value)) {
        return value > 0 ? "∞" : "-∞";
      }
      boolean power = value != 0 && Math.abs(value) < nought || most > LARGEST_PLAIN;
      return String.format(Locale.ROOT, power ? "%.3e" : plain, value);
    };
  }
}
