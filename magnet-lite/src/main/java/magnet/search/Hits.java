package magnet.search;

/**
 * The vectors nearest to each of some queries.
 *
 * @param rows {@code [queries][nearest]}: the places of the vectors, the nearest first
 * @param cosines {@code [queries][nearest]}: how near each is, in [-1, 1]
 */
public record Hits(int[][] rows, float[][] cosines) {}
