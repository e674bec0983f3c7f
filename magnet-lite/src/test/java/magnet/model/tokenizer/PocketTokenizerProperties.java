package magnet.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.data.Documents;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The tokenizer of the embedded model: no text is lost, and its own world is short in tokens. */
class PocketTokenizerProperties {

  private static final TextTokenizer TOKENIZER =
      TextTokenizer.load(EmbeddedModel.pocket().folder());

  @Property(tries = 1000)
  void anyTextComesBack(@ForAll("texts") String text) {
    TokenizedText tokens = TOKENIZER.encode(text);
    assertEquals(text, TOKENIZER.decode(tokens.ids()));
    assertTrue(
        tokens.length() <= text.getBytes(StandardCharsets.UTF_8).length,
        "a byte is a token at most");
    assertTrue(
        Arrays.stream(tokens.ids()).noneMatch(id -> TOKENIZER.token(id).equals("<unk>")),
        "no byte is unknown");
  }

  @Property(tries = 300)
  void aStoryCutBetweenSentencesHasTheIdsOfTheWhole(@ForAll long seed) {
    var story = PocketWorld.stories(Split.TEST, 1, seed).get(0);
    int cut = story.sentences().get(1).end();
    List<int[]> pieces =
        TOKENIZER.encodePieces(
            List.of(story.text().substring(0, cut), story.text().substring(cut)));
    assertArrayEquals(
        TOKENIZER.encode(story.text()).ids(),
        pieces.stream().flatMapToInt(IntStream::of).toArray());
  }

  @Example
  void itsOwnWorldTakesThreeTokensForTwoWordsWithTheirMarks() {
    Documents stories = PocketWorld.stories(Split.TEST, 200, 1);
    int tokens = 0;
    int words = 0;
    for (int i = 0; i < stories.size(); i++) {
      tokens += TOKENIZER.encode(stories.get(i).text()).length();
      words += stories.get(i).text().split(" ").length;
    }
    assertTrue(TOKENIZER.vocabularySize() <= 4096, TOKENIZER.vocabularySize() + " tokens");
    assertTrue(tokens < 1.6 * words, tokens + " tokens for " + words + " words");
  }

  /** Letters of all languages, signs, spaces, controls; whatever UTF-8 can hold. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.strings()
            .all()
            .ofMaxLength(40)
            .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    Arbitrary<String> known =
        Arbitraries.of(
                "Tom",
                " lost",
                "  ",
                "\n",
                "\t",
                "\"No!\"",
                "na\u00efve",
                "\u732b",
                "\uD83D\uDE00",
                "e\u0301",
                "\u200D",
                "\u0000",
                "12345",
                "don't",
                "\u00a0",
                "\r\n")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(any, known);
  }
}
