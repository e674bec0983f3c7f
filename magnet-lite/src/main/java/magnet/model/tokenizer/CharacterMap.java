package magnet.model.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;

/**
 * SentencePiece's map of characters, which a normalizer of the type Precompiled holds: the length
 * of a trie, the trie as a double array (J. Aoe, 1989; the layout is Darts-clone's), then the texts
 * that its leaves point into.
 *
 * <p>The native tokenizer follows it without bounds checks, and a step outside ends the process; so
 * every step is checked here once.
 */
final class CharacterMap {

  private static final int LEAF = 1 << 8;
  private static final int LABEL = 1 << 31 | 0xFF;
  private static final int HIGHEST_BYTE = 0xF4; // of UTF-8

  private final IntBuffer units;
  private final byte[] texts;

  private CharacterMap(byte[] base64) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    int trie = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
    if (trie < Integer.BYTES || trie / Integer.BYTES * Integer.BYTES > bytes.remaining()) {
      throw new IllegalArgumentException("its trie is longer than the map");
    }
    trie = trie / Integer.BYTES * Integer.BYTES;
    units = bytes.slice(bytes.position(), trie).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    texts = new byte[bytes.remaining() - trie];
    bytes.get(bytes.position() + trie, texts);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("its texts are not UTF-8", e);
    }
  }

  /** Takes every step of a map as tokenizer.json holds it; refuses one that leads outside. */
  static void check(byte[] base64) {
    new CharacterMap(base64).walk();
  }

  private void walk() {
    BitSet seen = new BitSet();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    open.add(offset(unit(0)));
    while (!open.isEmpty()) {
      int node = open.remove();
      for (int label = 1; label <= HIGHEST_BYTE; label++) {
        int next = node ^ label;
        int unit = unit(next);
        if ((unit & LABEL) == label && !seen.get(next)) {
          seen.set(next);
          int child = next ^ offset(unit);
          if ((unit & LEAF) != 0) {
            checkText(unit(child) & Integer.MAX_VALUE);
          }
          open.add(child);
        }
      }
    }
  }

  private int unit(int at) {
    if (at < 0 || at >= units.limit()) {
      throw new IllegalArgumentException("its trie leads outside");
    }
    return units.get(at);
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  private void checkText(int begin) {
    boolean inside = begin < texts.length;
    if (!inside || (texts[begin] & 0xC0) == 0x80) {
      throw new IllegalArgumentException("its trie names a text that it does not hold");
    }
  }
}
