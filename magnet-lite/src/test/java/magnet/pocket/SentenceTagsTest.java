package magnet.pocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import magnet.data.benchmark.TaggedSentence;
import magnet.pocket.grammar.Token;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of speech, phrases and names of the world's sentences. */
class SentenceTagsTest {

  private static final Set<String> PHRASES =
      Set.of("NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "INTJ");
  private static final Set<String> NAMES = Set.of("PER", "LOC", "ORG", "MISC");
  private static final Set<String> PENN =
      Set.of(
          ("CC CD DT EX IN JJ JJR JJS MD NN NNS NNP NNPS PDT POS PRP PRP$ RB RBR RBS RP TO UH VB"
                  + " VBD VBG VBN VBP VBZ WDT WP WP$ WRB , . : \"")
              .split(" "));

  /**
   * Words with the tag that a reader gives them, as {@code word/tag/phrase}; names begin with a
   * capital after the first word.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "The/DT/I-NP saw/NN/I-NP was/VBD/I-VP gone/VBN/I-VP ,/,/O as/IN/I-SBAR Ida/NNP/I-NP"
            + " had/VBD/I-VP feared/VBN/I-VP ././O",
        "Leo/NNP/I-NP told/VBD/I-VP Beatrice/NNP/I-NP that/IN/I-SBAR there/EX/I-NP was/VBD/I-VP"
            + " no/DT/I-NP milk/NN/I-NP ././O",
        "Leo/NNP/I-NP heard/VBD/I-VP about/IN/I-PP a/DT/I-NP dog/NN/I-NP that/WDT/B-NP"
            + " barked/VBD/I-VP all/DT/I-NP day/NN/I-NP ././O",
        "\"/\"/O Do/VBP/I-VP you/PRP/I-NP hear/VB/I-VP that/DT/I-NP low/JJ/I-NP growl/NN/I-NP"
            + " ?/./O \"/\"/O",
        "Ida/NNP/I-NP came/VBD/I-VP running/VBG/I-VP and/CC/O lent/VBD/I-VP them/PRP/I-NP"
            + " a/DT/B-NP fancy/JJ/I-NP saw/NN/I-NP ././O",
        "She/PRP/I-NP let/VBD/I-VP the/DT/I-NP owl/NN/I-NP fly/VB/I-VP away/RB/I-ADVP ././O",
        "In/IN/I-PP the/DT/I-NP harbor/NN/I-NP Enzo/NNP/B-NP put/VBD/I-VP down/RP/I-PRT"
            + " the/DT/I-NP broom/NN/I-NP ././O",
        "It/PRP/I-NP had/VBD/I-VP helped/VBN/I-VP to/TO/I-VP break/VB/I-VP two/CD/I-NP"
            + " sticks/NNS/I-NP ,/,/O so/IN/I-SBAR Ida/NNP/I-NP ,/,/O a/DT/I-NP cook/NN/I-NP"
            + " ,/,/O laughed/VBD/I-VP out/RB/I-ADVP loud/RB/I-ADVP ././O",
        "Mrs./NNP/I-NP Gray/NNP/I-NP 's/POS/B-NP best/JJS/I-NP friend/NN/I-NP knows/VBZ/I-VP"
            + " the/DT/I-NP back/JJ/I-NP door/NN/I-NP ././O"
      })
  void wordsHaveTheTagsOfAReader(String expected) {
    String[][] columns =
        Arrays.stream(expected.split(" "))
            .map(each -> each.split("/(?!/)"))
            .toArray(String[][]::new);
    List<Token> tokens = new ArrayList<>();
    for (String[] column : columns) {
      boolean title = column[0].endsWith(".") && column[0].length() > 1;
      boolean name = column[1].equals("NNP") && !title;
      tokens.add(new Token(column[0], title ? "NNP" : "", name ? "PER" : ""));
    }
    TaggedSentence tagged = new Telling(null, 0, Set.of(), Set.of(), tokens).tagged();
    assertEquals(
        expected,
        String.join(
            " ",
            IntStream.range(0, columns.length)
                .mapToObj(
                    i ->
                        columns[i][0]
                            + "/"
                            + tagged.partsOfSpeech().get(i)
                            + "/"
                            + tagged.chunks().get(i))
                .toList()));
  }

  @Property(tries = 60)
  void tagsAreValidIob1(@ForAll Split split, @ForAll long seed) {
    for (TaggedSentence sentence : PocketWorld.tagged(split, 20, seed)) {
      assertTrue(PENN.containsAll(sentence.partsOfSpeech()), sentence::toString);
      assertIob1(sentence.chunks(), PHRASES, sentence);
      assertIob1(sentence.entities(), NAMES, sentence);
      for (int i = 0; i < sentence.words().size(); i++) {
        boolean name = !sentence.entities().get(i).equals("O");
        assertTrue(
            !name || sentence.partsOfSpeech().get(i).matches("NNPS?|CD|IN|DT|POS|NNS?"),
            sentence::toString);
      }
    }
  }

  /** {@code B-} stands only where a phrase follows directly on another of its kind. */
  private static void assertIob1(List<String> tags, Set<String> kinds, TaggedSentence sentence) {
    String before = "O";
    for (String tag : tags) {
      if (!tag.equals("O")) {
        assertTrue(tag.matches("[BI]-.+") && kinds.contains(tag.substring(2)), tag);
        boolean touches = !before.equals("O") && before.substring(2).equals(tag.substring(2));
        assertTrue(tag.startsWith("I-") || touches, () -> tag + " in " + sentence);
      }
      before = tag;
    }
  }

  @Test
  void allKindsOfPhrasesAndNamesOccur() {
    List<TaggedSentence> sentences = PocketWorld.tagged(Split.TRAIN, 1000, 1);
    for (String kind : PHRASES) {
      assertTrue(
          kind.equals("INTJ")
              || sentences.stream().filter(each -> each.chunks().contains("I-" + kind)).count()
                  > 10,
          kind);
    }
    for (String kind : NAMES) {
      assertTrue(
          sentences.stream().filter(each -> each.entities().contains("I-" + kind)).count() > 5,
          kind);
    }
  }

  /** Joined with spaces as they are written, the words are the sentence again. */
  @Test
  void wordsAreThoseOfTheSentences() {
    for (int i = 0; i < 200; i++) {
      for (Telling telling : PocketStory.of(Split.DEV, 1, i, 0).tellings()) {
        assertEquals(
            telling.tokens().stream().map(Token::text).toList(),
            FrameReader.words(telling.text()),
            telling.text());
      }
    }
  }
}
