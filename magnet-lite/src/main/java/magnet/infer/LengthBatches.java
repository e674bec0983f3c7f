package magnet.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Groups texts of like length, so that hardly any row of a batch ends in padding. */
final class LengthBatches {

  private LengthBatches() {}

  /**
   * Indices of the texts, the longest first, cut into batches.
   *
   * @param lengths tokens of each text
   * @param places the most places of a batch, rows times the longest; a single text may have more
   */
  static List<int[]> of(int[] lengths, int places) {
    int[] order =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -lengths[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < order.length; ) {
      int rows = Math.max(1, places / lengths[order[from]]);
      int to = Math.min(order.length, from + rows);
      batches.add(Arrays.copyOfRange(order, from, to));
      from = to;
    }
    return batches;
  }
}
