package magnet.eval.metric;

/**
 * How what was found compares with what is there: for one label, one type of name, or all together.
 * As in scikit-learn and seqeval a quotient with nothing below it is 0.
 *
 * @param right how many were found that are there
 * @param found how many were found
 * @param there how many are there, the support
 */
public record PrecisionRecall(long right, long found, long there) {

  /** Nothing found and nothing there. */
  public static final PrecisionRecall NONE = new PrecisionRecall(0, 0, 0);

  /** The share of what was found that is right, from 0 to 1. */
  public double precision() {
    return found == 0 ? 0 : (double) right / found;
  }

  /** The share of what is there that was found, from 0 to 1. */
  public double recall() {
    return there == 0 ? 0 : (double) right / there;
  }

  /** The harmonic mean of precision and recall, from 0 to 1. */
  public double f1() {
    return right == 0 ? 0 : 2.0 * right / (found + there);
  }

  /** Both counted together. */
  public PrecisionRecall plus(PrecisionRecall other) {
    return new PrecisionRecall(right + other.right, found + other.found, there + other.there);
  }
}
