package magnet.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * The SHA-256 of a corpus.
 *
 * <p>It is the digest of the digests of blocks of documents, so that all cores can work at it: half
 * a gigabyte of WikiText takes 8 core seconds, most of them for undoing its tokenisation.
 */
final class CorpusDigest {

  private static final int BLOCK = 1024;

  private CorpusDigest() {}

  /** 64 hexadecimal digits for the documents' texts and sentence ranges, in their order. */
  static String of(Documents documents) {
    int blocks = (documents.size() - 1) / BLOCK + 1;
    MessageDigest whole = sha256();
    IntStream.range(0, blocks)
        .parallel()
        .mapToObj(block -> ofBlock(documents, block * BLOCK))
        .toList()
        .forEach(whole::update);
    return HexFormat.of().formatHex(whole.digest());
  }

  private static byte[] ofBlock(Documents documents, int from) {
    MessageDigest digest = sha256();
    int to = (int) Math.min(documents.size(), (long) from + BLOCK);
    for (int i = from; i < to; i++) {
      Document document = documents.get(i);
      byte[] text = document.text().getBytes(StandardCharsets.UTF_8);
      // Lengths go in first, so that two corpora cannot differ only in where their texts end.
      ByteBuffer head = ByteBuffer.allocate(8 + 8 * document.sentences().size());
      head.putInt(text.length).putInt(document.sentences().size());
      document.sentences().forEach(range -> head.putInt(range.begin()).putInt(range.end()));
      digest.update(head.array());
      digest.update(text);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "this Java has no SHA-256, which every Java platform must have: " + e.getMessage(), e);
    }
  }
}
