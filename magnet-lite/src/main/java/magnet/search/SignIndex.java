package magnet.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Vectors of one bit a number. */
final class SignIndex implements VectorIndex {

  /**
   * How many candidates are looked at again for each that is wanted; sentence-transformers has 4.
   */
  private static final int CANDIDATES = 4;

  private final long[][] signs; // [N][D / 64, rounded up]: a bit is set where the number is above 0
  private final int dimensions;

  private record Candidate(int row, float score) {}

  SignIndex(float[][] vectors) {
    dimensions = vectors[0].length;
    signs = Arrays.stream(vectors).map(SignIndex::signs).toArray(long[][]::new);
  }

  private static long[] signs(float[] vector) {
    long[] words = new long[(vector.length + Long.SIZE - 1) / Long.SIZE];
    for (int d = 0; d < vector.length; d++) {
      if (vector[d] > 0) {
        words[d / Long.SIZE] |= 1L << d; // a shift takes its last six bits alone
      }
    }
    return words;
  }

  @Override
  public Hits nearest(float[][] queries, int most) {
    CosineIndex.requireQueries(queries, dimensions, most);
    Hits hits = new Hits(new int[queries.length][], new float[queries.length][]);
    IntStream.range(0, queries.length)
        .parallel()
        .forEach(
            q -> {
              Candidate[] best =
                  nearest(CosineIndex.unit(queries, q, q + 1), Math.min(most, size()));
              hits.rows()[q] = new int[best.length];
              hits.cosines()[q] = new float[best.length];
              for (int i = 0; i < best.length; i++) {
                hits.rows()[q][i] = best[i].row();
                hits.cosines()[q][i] = best[i].score();
              }
            });
    return hits;
  }

  private Candidate[] nearest(float[] query, int most) {
    return fewestDiffering(signs(query), (int) Math.min(size(), (long) CANDIDATES * most))
        .mapToObj(row -> new Candidate(row, estimate(query, signs[row])))
        .sorted(Comparator.comparingDouble(each -> -each.score()))
        .limit(most)
        .toArray(Candidate[]::new);
  }

  /**
   * The rows whose signs differ least from the query's. Counting bits is one instruction a word.
   */
  private IntStream fewestDiffering(long[] query, int count) {
    PriorityQueue<Candidate> fewest =
        new PriorityQueue<>(Comparator.comparingDouble(each -> -each.score())); // the worst first
    for (int row = 0; row < signs.length; row++) {
      int differing = 0;
      for (int w = 0; w < query.length; w++) {
        differing += Long.bitCount(query[w] ^ signs[row][w]);
      }
      if (fewest.size() < count) {
        fewest.add(new Candidate(row, differing));
      } else if (differing < fewest.element().score()) {
        fewest.remove();
        fewest.add(new Candidate(row, differing));
      }
    }
    return fewest.stream().mapToInt(Candidate::row).sorted();
  }

  /** The cosine of a query with the vector of a row's signs, of which each is 1 or -1. */
  private float estimate(float[] query, long[] row) {
    double sum = 0;
    for (int d = 0; d < query.length; d++) {
      sum += (row[d / Long.SIZE] >>> d & 1) == 1 ? query[d] : -query[d];
    }
    return (float) (sum / Math.sqrt(dimensions));
  }

  @Override
  public int size() {
    return signs.length;
  }

  @Override
  public long bytes() {
    return (long) Long.BYTES * size() * signs[0].length;
  }

  @Override
  public String numbers() {
    return "binary";
  }
}
