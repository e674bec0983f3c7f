package magnet.model.tokenizer;

import static magnet.model.tokenizer.TextTokenizerTest.BYTE_LEVEL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cutting a text in pieces changes nothing that a model would see. */
class TextPiecesTest {

  private static final List<String> SENTENCES =
      List.of(
          "Tom lost his ball. He looked under the bed.",
          "\"Where is it?\" Mia asked; nobody knew (not even Tom).",
          "The cat's 3 friends counted 1024 birds, didn't they?",
          "Once upon a time\nthere was a tree.\n\nThe end.",
          "Caf\u00e9 na\u00efve 😀 \u732b end");

  @ParameterizedTest
  @ValueSource(strings = {BYTE_LEVEL, "stories260K", "mico-tinyllama-1.3m"})
  void aCutAtABlankGivesTheIdsOfTheWhole(String name) {
    try (TextTokenizer tokenizer = TextTokenizerTest.load(name)) {
      for (String text : SENTENCES) {
        int[] whole = tokenizer.encode(text).ids();
        for (int cut = 1; cut < text.length(); cut++) {
          if (text.charAt(cut) == ' ') {
            assertArrayEquals(whole, joined(tokenizer, split(text, cut)), "before " + cut);
            assertArrayEquals(whole, joined(tokenizer, split(text, cut + 1)), "behind " + cut);
          }
        }
        List<String> words = List.of(text.split("(?= )"));
        assertArrayEquals(whole, joined(tokenizer, words), "word by word");
      }
    }
  }

  /** Its tokens cross words ("lost▁", ".▁He▁"), so a cut at a blank splits some of them. */
  @Test
  void tokensThatCrossWordsCannotBeKept() {
    try (TextTokenizer tokenizer = TextTokenizerTest.load("tinystories-656k")) {
      String text = SENTENCES.get(0);
      int[] pieces = joined(tokenizer, split(text, 3));
      assertNotEquals(tokenizer.encode(text).length(), pieces.length);
      assertEquals(text, tokenizer.decode(pieces));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BYTE_LEVEL, "stories260K", "mico-tinyllama-1.3m", "tinystories-656k"})
  void joinedPiecesDecodeToTheTextWhereverItIsCut(String name) {
    try (TextTokenizer tokenizer = TextTokenizerTest.load(name)) {
      Random random = new Random(7);
      for (String text : SENTENCES) {
        String writable = tokenizer.decode(tokenizer.encode(text).ids());
        for (int round = 0; round < 60; round++) {
          int[] cuts =
              IntStream.generate(() -> random.nextInt(writable.length() + 1))
                  .map(cut -> middleOfAPair(writable, cut) ? cut - 1 : cut)
                  .limit(3)
                  .sorted()
                  .toArray();
          List<String> pieces =
              List.of(
                  writable.substring(0, Math.max(1, cuts[0])),
                  writable.substring(Math.max(1, cuts[0]), Math.max(1, cuts[1])),
                  writable.substring(Math.max(1, cuts[1]), Math.max(1, cuts[2])),
                  writable.substring(Math.max(1, cuts[2])));
          assertEquals(
              writable, tokenizer.decode(joined(tokenizer, pieces)), () -> name + " " + pieces);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BYTE_LEVEL, "stories260K", "mico-tinyllama-1.3m"})
  void theTwoSidesOfABlankAreThoseOfTheFilledText(String name) {
    try (TextTokenizer tokenizer = TextTokenizerTest.load(name)) {
      List<int[]> sides =
          tokenizer.encodePieces(List.of("Tom lost his ", "", ". He looked under the bed."));
      int[] filled = tokenizer.encode("Tom lost his ball. He looked under the bed.").ids();
      int[] left = sides.get(0);
      int[] right = sides.get(2);
      assertArrayEquals(tokenizer.encode("Tom lost his").ids(), left);
      assertArrayEquals(left, Arrays.copyOf(filled, left.length));
      assertArrayEquals(
          right, Arrays.copyOfRange(filled, filled.length - right.length, filled.length));
      int to = filled.length - right.length;
      assertEquals("Tom lost his", tokenizer.decode(filled, 0, left.length));
      assertEquals(" ball", tokenizer.decode(filled, left.length, to));
      assertEquals(". He looked under the bed.", tokenizer.decode(filled, to, filled.length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "byte-level, ball, ball",
    "stories260K, ball, ball",
    "mico-tinyllama-1.3m, ball, ball",
    "tinystories-656k, ball, ball"
  })
  void aPieceInsideAWordGetsNoSpace(String name, String piece, String text) {
    try (TextTokenizer tokenizer = TextTokenizerTest.load(name)) {
      int[] ids = joined(tokenizer, List.of("foot", piece));
      assertEquals("foot" + text, tokenizer.decode(ids));
      assertEquals("", tokenizer.decode(joined(tokenizer, List.of("", ""))));
      assertEquals(List.of(), tokenizer.encodePieces(List.of()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BYTE_LEVEL, "stories260K", "mico-tinyllama-1.3m", "tinystories-656k"})
  void adjoiningRangesDecodeToTheWhole(String name) {
    try (TextTokenizer tokenizer = TextTokenizerTest.load(name)) {
      for (String text : SENTENCES) {
        int[] ids = tokenizer.encode(text).ids();
        String whole = tokenizer.decode(ids);
        for (int cut = 0; cut <= ids.length; cut++) {
          String left = tokenizer.decode(ids, 0, cut);
          assertEquals(whole, left + tokenizer.decode(ids, cut, ids.length), text + " at " + cut);
        }
        List<String> each = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
          each.add(tokenizer.decode(ids, i, i + 1));
        }
        assertEquals(whole, String.join("", each));
        assertThrows(
            IndexOutOfBoundsException.class, () -> tokenizer.decode(ids, 0, ids.length + 1));
      }
    }
  }

  /** What an untrained model writes: broken characters, special tokens, everything. */
  @ParameterizedTest
  @ValueSource(strings = {BYTE_LEVEL, "stories260K", "mico-tinyllama-1.3m", "tinystories-656k"})
  void rangesOfRandomTokensJoinAsWell(String name) {
    try (TextTokenizer tokenizer = TextTokenizerTest.load(name)) {
      Random random = new Random(3);
      for (int round = 0; round < 200; round++) {
        int limit = round % 2 == 0 ? 259 : tokenizer.vocabularySize(); // bytes come first
        int[] ids = random.ints(10, 0, limit).toArray();
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
          joined.append(tokenizer.decode(ids, i, i + 1));
        }
        assertEquals(tokenizer.decode(ids), joined.toString());
      }
    }
  }

  private static List<String> split(String text, int cut) {
    return List.of(text.substring(0, cut), text.substring(cut));
  }

  private static boolean middleOfAPair(String text, int at) {
    return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
  }

  private static int[] joined(TextTokenizer tokenizer, List<String> pieces) {
    return tokenizer.encodePieces(pieces).stream().flatMapToInt(IntStream::of).toArray();
  }
}
