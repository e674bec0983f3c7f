package magnet.view;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/**
 * How the values of one table column are written, a row counted from 0 or {@link ShownRows#GAP}.
 *
 * <p>All numbers of a column have as many decimals as its largest needs for four significant
 * digits, so that they can be compared at a glance: 0.4512, 12.35, 1,284. Whole numbers have none.
 * If that would turn a small number into zero, and if numbers are below a ten-thousandth or above a
 * billion, a power of ten is used. A missing value is a dash.
 *
 * @param values what is written in each row
 * @param notes what is said beside each value; may be empty
 */
record ColumnText(
    String name, boolean isNumeric, IntFunction<String> values, IntFunction<String> notes) {

  private static final String GAP = "…";
  private static final String MISSING = "–";
  private static final int MOST_COLUMNS = 30;
  private static final int SIGNIFICANT = 4;
  private static final int MOST_DECIMALS = 6;
  private static final double LARGEST_PLAIN = 1e9;

  static ColumnText of(Column<?> column) {
    IntFunction<String> known = column::getString;
    if (column instanceof NumericColumn<?> numbers) {
      DoubleFunction<String> format = formatOf(numbers);
      known = row -> format.apply(numbers.getDouble(row));
    }
    IntFunction<String> values = known;
    return new ColumnText(
        column.name(),
        column instanceof NumericColumn<?>,
        row -> column.isMissing(row) ? MISSING : values.apply(row),
        row -> "");
  }

  /** The same values, written in another way. */
  ColumnText written(IntFunction<String> other) {
    return new ColumnText(name, isNumeric, other, notes);
  }

  /** The same values, each with something said beside it. */
  ColumnText noted(IntFunction<String> other) {
    return new ColumnText(name, isNumeric, values, other);
  }

  /** Of many columns the first and the last, with one of dots between. */
  static List<ColumnText> shown(List<ColumnText> columns) {
    ColumnText gap = new ColumnText(GAP, false, row -> GAP, row -> "");
    return ShownRows.of(columns.size(), MOST_COLUMNS).stream()
        .map(i -> i == ShownRows.GAP ? gap : columns.get(i))
        .toList();
  }

  String text(int row) {
    return row == ShownRows.GAP ? GAP : values.apply(row);
  }

  /** What is said beside the value; may be empty. */
  String note(int row) {
    return row == ShownRows.GAP ? "" : notes.apply(row);
  }

  /** The value, with what is said beside it in parentheses. */
  String notedText(int row) {
    return note(row).isEmpty() ? text(row) : text(row) + " (" + note(row) + ")";
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
