package magnet.search;

/** Vectors searched by angle. It holds only Java arrays, so there is nothing to close. */
public interface VectorIndex {

  /**
   * The vectors nearest to each query.
   *
   * @param queries {@code [queries][dimensions]}, none all zeros
   * @param most how many for each, at least 1; fewer where there are fewer vectors
   * @throws IllegalArgumentException if a query has another length, or most is below 1
   */
  Hits nearest(float[][] queries, int most);

  /** How many vectors there are. */
  int size();

  /** What the vectors take in memory. */
  long bytes();

  /** What the numbers are, such as {@code int8}. */
  String numbers();

  /**
   * The vectors as they are, in float32; not copied.
   *
   * @param vectors {@code [vectors][dimensions]}, none all zeros
   */
  static VectorIndex float32(float[][] vectors) {
    return CosineIndex.float32(vectors);
  }

  /**
   * A byte for each number and a scale for each vector, a quarter of the memory. Queries stay in
   * float32, so that cosines are right to about a hundredth.
   *
   * @param vectors {@code [vectors][dimensions]}, none all zeros
   */
  static VectorIndex int8(float[][] vectors) {
    return CosineIndex.int8(vectors);
  }

  /**
   * The sign of each number, a thirty-second of the memory. The vectors that differ in the fewest
   * signs are compared again with the query in float32 (Yamada et al. 2021), so cosines are
   * estimates. Of the ten nearest among 2,800 sentences of pocket it found 65 %, and 94 % among
   * forty: ask for more than are wanted, and look at those again. (int8 found 99 %.)
   *
   * @param vectors {@code [vectors][dimensions]}, none all zeros
   */
  static VectorIndex binary(float[][] vectors) {
    return new SignIndex(vectors);
  }
}
