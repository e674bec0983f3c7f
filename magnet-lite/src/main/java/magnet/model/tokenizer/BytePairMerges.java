package magnet.model.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Byte pair encoding (Sennrich et al., 2016): again and again the most frequent pair of
 * neighbouring symbols becomes one symbol.
 *
 * <p>Only words that hold the merged pair are looked at again, so a vocabulary of some thousand
 * symbols takes about a second. Equal counts go by the smaller symbols, so the same words always
 * give the same merges.
 */
final class BytePairMerges {

  /**
   * A merge.
   *
   * @param left symbol on the left: a byte below 256, or 256 + i for the result of merge i
   * @param right symbol on the right
   */
  record Merge(int left, int right) {}

  private record Candidate(long pair, long count) {}

  private final int[][] words;
  private final long[] counts;
  private final Map<Long, Long> pairCounts = new HashMap<>();
  private final Map<Long, Set<Integer>> pairWords = new HashMap<>();
  private final PriorityQueue<Candidate> queue =
      new PriorityQueue<>(
          Comparator.comparingLong((Candidate each) -> -each.count())
              .thenComparingLong(Candidate::pair));

  /** Takes words as byte symbols, and how often each occurs. */
  BytePairMerges(List<int[]> words, long[] counts) {
    this.words = words.toArray(int[][]::new);
    this.counts = counts;
    for (int w = 0; w < this.words.length; w++) {
      count(w, 1);
    }
    pairCounts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
  }

  /** At most this many merges; fewer where no pair occurs twice any more. */
  List<Merge> merges(int most) {
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < most && !queue.isEmpty()) {
      Candidate best = queue.poll();
      long count = pairCounts.getOrDefault(best.pair(), 0L);
      if (count != best.count()) {
        continue; // recounted since; its new count is in the queue as well
      }
      if (count < 2) {
        break;
      }
      int left = (int) (best.pair() >>> 32);
      int right = (int) best.pair();
      int merged = ByteAlphabet.SIZE + merges.size();
      merges.add(new Merge(left, right));
      for (int w : List.copyOf(pairWords.get(best.pair()))) {
        count(w, -1);
        words[w] = replaced(words[w], left, right, merged);
        count(w, 1);
      }
    }
    return merges;
  }

  /** Adds or takes away the pairs of a word. */
  private void count(int w, int sign) {
    int[] word = words[w];
    for (int i = 0; i + 1 < word.length; i++) {
      long pair = (long) word[i] << 32 | word[i + 1];
      long count = pairCounts.merge(pair, sign * counts[w], Long::sum);
      Set<Integer> holders = pairWords.computeIfAbsent(pair, key -> new HashSet<>());
      if (sign > 0) {
        holders.add(w);
      } else {
        holders.remove(w);
      }
      if (count > 0) {
        queue.add(new Candidate(pair, count));
      }
    }
  }

  private static int[] replaced(int[] word, int left, int right, int merged) {
    int[] shorter = new int[word.length];
    int length = 0;
    for (int i = 0; i < word.length; i++) {
      boolean here = word[i] == left && i + 1 < word.length && word[i + 1] == right;
      shorter[length++] = here ? merged : word[i];
      i += here ? 1 : 0;
    }
    return Arrays.copyOf(shorter, length);
  }
}
