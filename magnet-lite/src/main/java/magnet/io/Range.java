package magnet.io;

import java.math.BigDecimal;

/**
 * Which numbers a setting may have.
 *
 * @param leastToo whether the least itself is allowed
 * @param mostToo whether the most itself is allowed
 */
public record Range(double least, double most, boolean leastToo, boolean mostToo) {

  /** Every number. */
  public static Range any() {
    return new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false);
  }

  /** A range without an upper end. */
  public static Range atLeast(double least) {
    return new Range(least, Double.POSITIVE_INFINITY, true, false);
  }

  /** Every number beyond a limit. */
  public static Range above(double limit) {
    return new Range(limit, Double.POSITIVE_INFINITY, false, false);
  }

  /** From 0 to 1, both included. */
  public static Range share() {
    return new Range(0, 1, true, true);
  }

  boolean holds(double number) {
    return (leastToo ? number >= least : number > least)
        && (mostToo ? number <= most : number < most);
  }

  /** After "a number": which ones. */
  String inWords() {
    if (Double.isInfinite(least)) {
      return "";
    }
    String from = (leastToo ? " of at least " : " above ") + plain(least);
    return Double.isInfinite(most)
        ? from
        : from + " and " + (mostToo ? "at most " : "below ") + plain(most);
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
