package magnet.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import magnet.io.Digest;

/**
 * The SHA-256 of a corpus.
 *
 * <p>It is the digest of the digests of blocks of documents, so that all cores can work on it: half
 * a gigabyte of WikiText takes 8 core seconds, most of them for undoing its tokenisation.
 */
final class CorpusDigest {

  private static final int BLOCK = 1024;

  private CorpusDigest() {}

  /** 64 hexadecimal digits for the documents' texts and sentence ranges, in their order. */
  static String of(Documents documents) {
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
