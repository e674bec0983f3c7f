package magnet.data;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Where the documents of a file lie, which are decoded when they are asked for: twelve bytes a
 * document are all that stays on the heap.
 */
final class FileIndex {

  private final LongStream.Builder begins = LongStream.builder();
  private final IntStream.Builder lengths = IntStream.builder();

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
    begins.add(begin);
    lengths.add(length);
  }

  /** The documents, at least one; each is decoded from the text of its stretch. */
  Documents documents(TextFile file, String expected, Function<String, Document> decoder) {
    long[] from = begins.build().toArray();
    int[] bytes = lengths.build().toArray();
    if (from.length == 0) {
      throw Refusal.empty(file.path(), expected);
    }
    return Documents.of(file.name(), from.length, i -> decoder.apply(file.text(from[i], bytes[i])));
  }
}
