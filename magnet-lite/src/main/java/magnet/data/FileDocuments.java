package magnet.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/** Documents that lie in a file and are decoded when they are asked for. */
final class FileDocuments extends DocumentSource {

  private final TextFile file;
  private final Index index;
  private final Function<String, Document> decoder;

  /**
   * Documents of a file.
   *
   * @param file the file
   * @param index where they lie in it
   * @param decoder makes a document of the text of its stretch
   */
  FileDocuments(TextFile file, Index index, Function<String, Document> decoder) {
    this.file = file;
    this.index = index;
    this.decoder = decoder;
  }

  /** Where each document lies: twelve bytes a document are all that stays on the heap. */
  static final class Index {

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
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public int size() {
    return index.size;
  }

  @Override
  public Document get(int i) {
    Objects.checkIndex(i, index.size);
    return decoder.apply(file.text(index.begins[i], index.lengths[i]));
  }
}
