package magnet.search;

/** Vectors that lie in memory in one form or another, and come out in float32 with length 1. */
interface Rows {

  /** How many there are. */
  int size();

  /** The length of each. */
  int dimensions();

  /**
   * Some of them.
   *
   * @param from the first
   * @param to one past the last
   * @return {@code [to - from, dimensions]}, row by row
   */
  float[] unit(int from, int to);

  /** What they take in memory. */
  long bytes();

  /** What the numbers are. */
  String numbers();
}
