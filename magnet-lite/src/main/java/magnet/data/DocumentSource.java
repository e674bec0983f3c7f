package magnet.data;

import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;

/** Documents that are there or made when they are asked for; they remember their fingerprint. */
final class DocumentSource implements Documents {

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
      fingerprint = CorpusDigest.of(this); // at worst, two threads do the same work twice
    }
    return fingerprint;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s (%,d documents)", name, size);
  }
}
