package magnet.data;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Where the documents of a file lie, which are decoded when they are asked for: twelve bytes a
 * document are all that stays on the heap.
 */
final class FileIndex {

  private long[] begins = new long[64];
  private int[] lengths = new int[64];
  private int size;

  void add(long begin, int length) {
    if (size == begins.length) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 8, size * 3L / 2);
      begins = Arrays.copyOf(begins, larger);
      lengths = Arrays.copyOf(lengths, larger);
    }
    begins[size] = begin;
    lengths[size++] = length;
  }

  int size() {
    return size;
  }

  /**
   * The documents.
   *
   * @param file they lie in
   * @param decoder makes a document of the text of its stretch
   */
  Documents documents(TextFile file, Function<String, Document> decoder) {
    return Documents.of(file.name(), size, i -> decoder.apply(file.text(begins[i], lengths[i])));
  }
}
