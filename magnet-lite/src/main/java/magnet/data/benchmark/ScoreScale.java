package magnet.data.benchmark;

import java.util.Locale;

/**
 * The numbers that a data set may give as scores.
 *
 * @param least the lowest score
 * @param most the highest
 */
record ScoreScale(double least, double most) {

  /** All finite numbers. */
  static final ScoreScale ANY = new ScoreScale(-Double.MAX_VALUE, Double.MAX_VALUE);

  /**
   * The score that a field holds.
   *
   * @throws IllegalArgumentException if it is no number, or lies outside the scale
   */
  double parse(String field) {
    double score;
    try {
      score = Double.parseDouble(field.strip());
    } catch (NumberFormatException e) {
      score = Double.NaN;
    }
    if (!(score >= least && score <= most)) {
      throw new IllegalArgumentException(
          "the score is \"%s\", not a number%s".formatted(field, range()));
    }
    return score;
  }

  private String range() {
    return most == Double.MAX_VALUE
        ? ""
        : String.format(Locale.ROOT, " from %.0f to %.0f", least, most);
  }
}
