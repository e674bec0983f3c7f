package magnet.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import magnet.data.Documents;
import magnet.pocket.PocketWorld;
import magnet.pocket.Split;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

/** A tokenizer that is learned here works in Hugging Face's library. */
class BytePairTrainerTest {

  private static TextTokenizer tokenizer;

  @BeforeContainer
  static void train() {
    tokenizer = tokenizer(PocketWorld.stories(Split.TRAIN, 300, 1), 600);
  }

  @AfterContainer
  static void close() {
    tokenizer.close();
  }

  private static TextTokenizer tokenizer(Documents corpus, int vocabulary) {
    try {
      Path folder = Files.createTempDirectory("bpe");
      BytePairTrainer.train(corpus, vocabulary).save(folder);
      return TextTokenizer.load(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 300)
  void anyTextReadsBackAsItWas(@ForAll String text) {
    String valid = new String(text.getBytes(UTF_8), UTF_8);
    assertEquals(valid, tokenizer.decode(tokenizer.encode(valid).ids()));
  }

  @Test
  void aStoryReadsBackInFewTokens() {
    try (TextTokenizer learned = tokenizer(PocketWorld.stories(Split.TRAIN, 300, 1), 1000)) {
      String story = PocketWorld.stories(Split.TRAIN, 1, 99).get(0).text();
      int[] ids = learned.encode(story).ids();
      assertEquals(story, learned.decode(ids));
      assertTrue(ids.length < story.length() / 3, () -> ids.length + " tokens for " + story);
    }
  }

  @Test
  void theMostFrequentPairIsMergedFirst() {
    // "low": lo 7, ow 7 -> the smaller pair first; then low
    BytePairTrainer learned =
        BytePairTrainer.train(Documents.of(List.of("low low low low low lower lower")), 262);
    String vocabulary = learned.tokenizerJson();
    assertTrue(
        vocabulary.contains("\"lo\": 260") && vocabulary.contains("\"low\": 261"), vocabulary);
  }

  @Test
  void specialTokensHaveTheirPlaces() {
    try (TextTokenizer learned = tokenizer(Documents.of(List.of("a b")), 300)) {
      assertEquals(1, learned.bos().getAsInt());
      assertEquals(2, learned.eos().getAsInt());
      assertEquals(3, learned.mask().getAsInt());
      assertTrue(learned.addsBos());
      assertEquals(260, learned.vocabularySize(), "no pair occurs twice");
      assertTrue(Arrays.stream(learned.encode("<s>a").ids()).anyMatch(id -> id == 1));
    }
  }

  @Test
  void sameTextsGiveTheSameTokenizer() {
    Documents corpus = PocketWorld.stories(Split.TRAIN, 100, 3);
    assertEquals(
        BytePairTrainer.train(corpus, 500).tokenizerJson(),
        BytePairTrainer.train(corpus, 500).tokenizerJson());
  }

  @Test
  void aVocabularyNeedsRoomForAllBytes() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> BytePairTrainer.train(PocketWorld.stories(Split.TRAIN, 1, 1), 100));
    assertTrue(refused.getMessage().contains("at least 260"), refused.getMessage());
  }
}
