package magnet.data.pocket;

import magnet.data.Documents;

/**
 * The world of pocket: English five-sentence stories whose every event and role is known.
 *
 * <p>Everything is made when it is asked for, and depends on the split, the seed and the index
 * alone: the same on every machine, and a larger count continues a smaller one. It is a small world
 * of simple sentences, for teaching and for tests with a known truth; what is measured on it says
 * how methods compare, not how well they do on English.
 */
public final class PocketWorld {

  private PocketWorld() {}

  /**
   * Stories of five sentences, with their sentence ranges.
   *
   * @param split which part of the world they are from
   * @param count how many, at least 1
   * @param seed any number
   * @throws IllegalArgumentException if count is below 1
   */
  public static Documents stories(Split split, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "%d stories cannot be told; ask for at least 1".formatted(count));
    }
    return new ToldStories(split, count, seed);
  }
}
