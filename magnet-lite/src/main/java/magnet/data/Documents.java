package magnet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A corpus: an immutable source of documents, counted from 0.
 *
 * <p>Implementations are safe for use by several threads and return an equal document each time
 * they are asked for the same index; the document itself may be decoded or made anew on every call.
 * A corpus always holds at least one document.
 */
public interface Documents {

  /** What the corpus is called in tables and messages, such as {@code roc_valid.json}. */
  String name();

  /** How many documents there are; at least 1. */
  int size();

  /**
   * One document.
   *
   * @param index from 0 to {@code size() - 1}
   * @throws IndexOutOfBoundsException if there is no such document
   */
  Document get(int index);

  /**
   * The first documents of this corpus.
   *
   * @param count how many at most, at least 1; a corpus that holds fewer is given as it is
   * @throws IllegalArgumentException if count is below 1
   */
  default Documents limit(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "a limit of %d documents leaves none; ask for at least 1".formatted(count));
    }
    return count >= size() ? this : slice(0, count);
  }

  /**
   * A run of neighbouring documents.
   *
   * @param from the first document, counted from 0
   * @param to one past the last document
   * @throws IllegalArgumentException if the run is empty or reaches outside this corpus
   */
  default Documents slice(int from, int to) {
    if (from < 0 || from >= to || to > size()) {
      throw new IllegalArgumentException(
          "slice [%d, %d) must hold a document and lie within the %d documents of %s"
              .formatted(from, to, size(), name()));
    }
    String name = String.format(Locale.ROOT, "%s[%d..%d)", name(), from, to);
    return of(name, to - from, index -> get(from + index));
  }

  /**
   * Splits this corpus into documents to train on and documents to measure with.
   *
   * <p>The held-out documents are spread evenly over the corpus: with a share of 1/k every k-th
   * document is held out, the k-th being the first. No randomness is involved, so the same corpus
   * and share always give the same parts; each document is in exactly one of them, in its old
   * order. Neighbouring documents of a file (paragraphs of one article, say) can be close in
   * content: where that matters, hold out a slice or a file of its own instead.
   *
   * @param heldOutShare the share to hold out, above 0 and below 1; rounded to whole documents, but
   *     to at least one document on either side
   * @throws IllegalArgumentException if the share lies outside, or there is only one document
   */
  default Split split(double heldOutShare) {
    if (!(heldOutShare > 0 && heldOutShare < 1)) {
      throw new IllegalArgumentException(
          "a held-out share of %s is not above 0 and below 1; 0.05 holds out every 20th document"
              .formatted(heldOutShare));
    }
    if (size() < 2) {
      throw new IllegalArgumentException(
          "%s holds 1 document, which cannot be split in two; give a larger corpus"
              .formatted(name()));
    }
    long all = size();
    long held = Math.min(all - 1, Math.max(1, Math.round(all * heldOutShare)));
    int[] heldOut = new int[(int) held];
    int[] training = new int[(int) (all - held)];
    for (long i = 0, h = 0; i < all; i++) {
      // The count of held-out documents among the first i + 1 grows in even steps.
      if ((i + 1) * held / all > h) {
        heldOut[(int) h++] = (int) i;
      } else {
        training[(int) (i - h)] = (int) i;
      }
    }
    return new Split(
        of(name() + " (training)", training.length, i -> get(training[i])),
        of(name() + " (held out)", heldOut.length, i -> get(heldOut[i])));
  }

  /**
   * These documents with their sentences found by {@link Sentences}; a document that already knows
   * its sentences keeps them.
   */
  default Documents withSentences() {
    return of(
        name(),
        size(),
        index -> {
          Document document = get(index);
          return document.sentences().isEmpty()
              ? new Document(document.text(), Sentences.of(document.text()))
              : document;
        });
  }

  /**
   * A SHA-256 over the texts and sentence ranges in order: equal for two corpora exactly if they
   * hold the same documents, whatever their names and files. It keys caches, and shows whether a
   * resumed training run sees the text it started with.
   *
   * <p>It reads every document; the corpora of this package do so once and remember the answer.
   *
   * @return 64 hexadecimal digits in lower case
   */
  default String fingerprint() {
    return DocumentSource.digest(this);
  }

  /**
   * A corpus of texts in memory, one document each, named {@code texts}.
   *
   * @param texts at least one text, none blank
   * @throws IllegalArgumentException if there is no text, or one is null or blank
   */
  static Documents of(List<String> texts) {
    List<Document> documents = new ArrayList<>(texts.size());
    for (String text : texts) {
      if (text == null || text.isBlank()) {
        throw new IllegalArgumentException(
            "text %d of %d is %s; leave it out or give it words"
                .formatted(documents.size(), texts.size(), text == null ? "null" : "blank"));
      }
      documents.add(Document.of(text));
    }
    return of("texts", documents);
  }

  /**
   * A corpus of documents in memory.
   *
   * @param name what to call it in tables and messages
   * @param documents at least one document
   * @throws IllegalArgumentException if there is no document
   */
  static Documents of(String name, List<Document> documents) {
    return of(name, documents.size(), List.copyOf(documents)::get);
  }

  /**
   * A corpus of documents that are read or made when they are asked for.
   *
   * @param name what to call it in tables and messages
   * @param size how many documents there are, at least 1
   * @param documents gives an equal document each time it is asked for the same index, to several
   *     threads at once
   * @throws IllegalArgumentException if there is no document
   */
  static Documents of(String name, int size, IntFunction<Document> documents) {
    return new DocumentSource(name, size, documents);
  }

  /**
   * Two parts of a corpus that share no document and together hold all of it.
   *
   * @param training the documents to train on
   * @param heldOut the documents to measure with
   */
  record Split(Documents training, Documents heldOut) {}
}
