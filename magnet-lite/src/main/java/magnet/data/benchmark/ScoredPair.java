package magnet.data.benchmark;

/**
 * Two sentences and how near people, or the makers of the data, find their meanings.
 *
 * @param first a sentence, not blank
 * @param second another, not blank
 * @param score the higher the nearer, on the data set's own scale such as 0 to 5
 */
public record ScoredPair(String first, String second, double score) {

  /**
   * Checks both sentences and the score.
   *
   * @throws IllegalArgumentException if a sentence is blank or the score is not a finite number
   */
  public ScoredPair {
    if (first.isBlank() || second.isBlank() || !Double.isFinite(score)) {
      throw new IllegalArgumentException(
          "a scored pair needs two sentences and a number, but is \"%s\", \"%s\" and %s"
              .formatted(first, second, score));
    }
  }
}
