package magnet.model.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * How byte-level tokenizers write bytes as visible characters (Radford et al., GPT-2, 2019):
 * printable Latin-1 characters stand for themselves, the other 68 bytes for the characters from
 * U+0100 on, so that a space is written {@code Ġ}.
 */
final class ByteAlphabet {

  static final int SIZE = 256;

  private static final char[] CHARACTERS = characters();

  private ByteAlphabet() {}

  private static char[] characters() {
    char[] characters = new char[SIZE];
    char next = 0x100;
    for (int value = 0; value < SIZE; value++) {
      boolean visible =
          (value >= '!' && value <= '~')
              || (value >= 0xA1 && value <= 0xAC)
              || (value >= 0xAE && value <= 0xFF);
      characters[value] = visible ? (char) value : next++;
    }
    return characters;
  }

  /** The character of a byte, 0 to 255. */
  static char of(int value) {
    return CHARACTERS[value];
  }

  /** The bytes of a text in UTF-8, each 0 to 255. */
  static int[] bytes(String text) {
    byte[] signed = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, signed.length).map(i -> Byte.toUnsignedInt(signed[i])).toArray();
  }
}
