package magnet.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TextPiecesProperties {

  private static final TextTokenizer TOKENIZER =
      TextTokenizerTest.load(TextTokenizerTest.BYTE_LEVEL);

  @Property(tries = 400)
  void wordsCutAtBlanksHaveTheIdsOfTheWhole(
      @ForAll("words") List<String> words, @ForAll @IntRange(min = 0, max = 100) int place) {
    String text = String.join(" ", words);
    int cut = String.join(" ", words.subList(0, 1 + place % words.size())).length();
    for (int at : new int[] {cut, Math.min(text.length(), cut + 1)}) {
      List<int[]> pieces =
          TOKENIZER.encodePieces(List.of(text.substring(0, at), text.substring(at)));
      assertArrayEquals(
          TOKENIZER.encode(text).ids(),
          pieces.stream().flatMapToInt(IntStream::of).toArray(),
          () -> "[" + text.substring(0, at) + "|" + text.substring(at) + "]");
    }
  }

  @Property(tries = 400)
  void anyTextCutAnywhereComesBack(@ForAll("texts") List<String> pieces) {
    int[] ids = TOKENIZER.encodePieces(pieces).stream().flatMapToInt(IntStream::of).toArray();
    assertEquals(String.join("", pieces), TOKENIZER.decode(ids));
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.of(
            "the",
            "Tom",
            "lost",
            "found",
            "cat's",
            "birds,",
            "It",
            "?!",
            "7",
            "12345",
            "a.b",
            "\"no\"",
            "\u732b",
            "na\u00efve",
            "😀",
            "end.\n",
            "(x)",
            "\t",
            "--",
            "thanks")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of(
            "a", "lo", "st", " ", "  ", "\n", "\n\n", "\t", ".", "!", "1", "23", "😀", "\u00e9",
            "\u732b", "Tom", "'s", "|", "$", "\u0001", "\r\n")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts))
        .list()
        .ofMaxSize(4);
  }
}
