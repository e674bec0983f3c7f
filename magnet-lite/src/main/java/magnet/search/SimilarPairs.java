package magnet.search;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import magnet.kernel.HostCopy;
import magnet.kernel.TorchRuntime;
import magnet.view.ShownTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Pairs of texts that say almost the same thing: paraphrase mining.
 *
 * @param texts all that were compared
 * @param pairs the nearest first
 */
public record SimilarPairs(List<String> texts, List<Pair> pairs) {

  private static final int MOST = 1_000_000;

  /**
   * Two texts.
   *
   * @param first the place of one among the texts
   * @param second the place of the other, above the first
   * @param cosine how near they are
   */
  public record Pair(int first, int second, float cosine) {}

  /** Copies the lists. */
  public SimilarPairs {
    texts = List.copyOf(texts);
    pairs = List.copyOf(pairs);
  }

  /**
   * All pairs whose cosine reaches a threshold.
   *
   * @param texts one for each vector
   * @param vectors {@code [texts][dimensions]}, none all zeros
   * @param least the lowest cosine of a pair, from -1 to 1
   * @throws IllegalArgumentException if the threshold is no cosine, or more than a million pairs
   *     reach it
   */
  public static SimilarPairs of(List<String> texts, float[][] vectors, double least) {
    if (!(least >= -1 && least <= 1)) {
      throw new IllegalArgumentException(
          "The lowest cosine of a pair is " + least + ", expected -1 to 1, such as 0.8.");
    }
    List<Pair> pairs = new ArrayList<>();
    try (NDManager manager = TorchRuntime.newManager(Device.cpu())) {
      for (int row = 0; row < vectors.length; row += CosineIndex.BLOCK) {
        for (int column = row; column < vectors.length; column += CosineIndex.BLOCK) {
          try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            add(pairs, manager, vectors, row, column, least);
          }
          if (pairs.size() > MOST) {
            throw new IllegalArgumentException(
                "More than %,d pairs have a cosine of %s or more; ask for nearer ones."
                    .formatted(MOST, least));
          }
        }
      }
    }
    pairs.sort(
        Comparator.comparingDouble((Pair pair) -> -pair.cosine())
            .thenComparingInt(Pair::first)
            .thenComparingInt(Pair::second));
    return new SimilarPairs(texts, pairs);
  }

  /** The pairs of a block of rows with a block of columns. */
  private static void add(
      List<Pair> pairs, NDManager manager, float[][] vectors, int row, int column, double least) {
    int below = Math.min(vectors.length, row + CosineIndex.BLOCK);
    int right = Math.min(vectors.length, column + CosineIndex.BLOCK);
    NDArray left = CosineIndex.block(manager, vectors, row, below); // [R, D]
    NDArray other = CosineIndex.block(manager, vectors, column, right); // [C, D]
    NDArray cosines = left.matMul(other.transpose()); // [R, C]
    NDArray near = cosines.gte(least);
    long[] places = HostCopy.longs(near.nonzero()); // [P, 2]
    if (places.length == 0) {
      return;
    }
    float[] found = HostCopy.floats(cosines.booleanMask(near).clip(-1, 1)); // [P], in this order
    for (int p = 0; p < found.length; p++) {
      int first = row + (int) places[2 * p];
      int second = column + (int) places[2 * p + 1];
      if (first < second) {
        pairs.add(new Pair(first, second, found[p]));
      }
    }
  }

  /** A row for each pair: both texts, their indices and the cosine. */
  public Table table() {
    return Table.create(
        "pairs",
        StringColumn.create("text", pairs.stream().map(pair -> texts.get(pair.first())).toList()),
        StringColumn.create("other", pairs.stream().map(pair -> texts.get(pair.second())).toList()),
        DoubleColumn.create("cosine", pairs.stream().mapToDouble(Pair::cosine).toArray()),
        IntColumn.create("index", pairs.stream().mapToInt(Pair::first).toArray()),
        IntColumn.create("other index", pairs.stream().mapToInt(Pair::second).toArray()));
  }

  @Override
  public String toString() {
    String count = String.format(Locale.ROOT, "%,d pairs of %,d texts", pairs.size(), texts.size());
    return pairs.isEmpty() ? count : count + "\n" + ShownTable.of(table()).rows(10).text();
  }
}
