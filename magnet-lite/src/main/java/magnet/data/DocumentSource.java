package magnet.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import magnet.io.Digest;

/** Documents that are there or made when they are asked for; they remember their fingerprint. */
final class DocumentSource implements Documents {

  private static final int BLOCK = 1024;

  private final String name;
  private final int size;
  private final IntFunction<Document> documents;
  private volatile String fingerprint;

  DocumentSource(String name, int size, IntFunction<Document> documents) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "%s holds no document; a corpus needs at least one text".formatted(name));
    }
    this.name = name;
    this.size = size;
    this.documents = documents;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Document get(int index) {
    return documents.apply(Objects.checkIndex(index, size));
  }

  @Override
  public String fingerprint() {
    if (fingerprint == null) {
      fingerprint = digest(this); // at worst, two threads do the same work twice
    }
    return fingerprint;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s (%,d documents)", name, size);
  }

  /**
   * The SHA-256 of a corpus: of the documents' texts and sentence ranges, in their order.
   *
   * <p>It is the digest of the digests of blocks of documents, so that all cores can work on it:
   * half a gigabyte of WikiText takes 8 core seconds, most of them for undoing its tokenisation.
   */
  static String digest(Documents documents) {
    int blocks = (documents.size() - 1) / BLOCK + 1;
    Digest whole = Digest.sha256();
    IntStream.range(0, blocks)
        .parallel()
        .mapToObj(block -> ofBlock(documents, block * BLOCK))
        .toList()
        .forEach(whole::add);
    return whole.hex();
  }

  private static byte[] ofBlock(Documents documents, int from) {
    Digest digest = Digest.sha256();
    int to = (int) Math.min(documents.size(), (long) from + BLOCK);
    for (int i = from; i < to; i++) {
      Document document = documents.get(i);
      byte[] text = document.text().getBytes(StandardCharsets.UTF_8);
      // Lengths go in first, so that two corpora cannot differ only in where their texts end.
      ByteBuffer head = ByteBuffer.allocate(8 + 8 * document.sentences().size());
      head.putInt(text.length).putInt(document.sentences().size());
      document.sentences().forEach(range -> head.putInt(range.begin()).putInt(range.end()));
      digest.add(head.array()).add(text);
    }
    return digest.bytes();
  }
}
