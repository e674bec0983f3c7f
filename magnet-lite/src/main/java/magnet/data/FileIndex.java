package magnet.data;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where the documents of a file lie, which are decoded when they are asked for: twelve bytes a
 * document are all that stays on the heap.
 */
final class FileIndex {

  private long[] begins = new long[64];
  private int[] lengths = new int[64];
  private int size;

  /** The lines that are wanted. */
  static FileIndex of(TextFile file, Predicate<String> wanted) {
    FileIndex index = new FileIndex();
    file.forEachLine(
        (number, begin, length, text) -> {
          if (wanted.test(text)) {
            index.add(begin, length);
          }
        });
    return index;
  }

  void add(long begin, int length) {
    if (size == begins.length) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 8, size * 3L / 2);
      begins = Arrays.copyOf(begins, larger);
      lengths = Arrays.copyOf(lengths, larger);
    }
    begins[size] = begin;
    lengths[size++] = length;
  }

  /**
   * The documents.
   *
   * @param expected what one is called
   * @param decoder makes a document of the text of its stretch
   * @throws IllegalArgumentException if there is none
   */
  Documents documents(TextFile file, String expected, Function<String, Document> decoder) {
    if (size == 0) {
      throw Refusal.empty(file.path(), expected);
    }
    return Documents.of(file.name(), size, i -> decoder.apply(file.text(begins[i], lengths[i])));
  }
}
