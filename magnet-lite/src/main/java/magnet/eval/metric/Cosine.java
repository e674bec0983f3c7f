package magnet.eval.metric;

/** The cosine of the angle between two vectors. */
public final class Cosine {

  private Cosine() {}

  /**
   * From -1 to 1; 0 where one vector has no length.
   *
   * @param a as long as the other
   * @param b as long as the other
   */
  public static double of(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int d = 0; d < a.length; d++) {
      ab += (double) a[d] * b[d];
      aa += (double) a[d] * a[d];
      bb += (double) b[d] * b[d];
    }
    if (aa == 0 || bb == 0) {
      return 0;
    }
    return Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))); // rounding may go beyond
  }
}
