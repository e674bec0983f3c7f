package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StarterStoriesTest {

  private static List<String> texts(Documents documents) {
    return IntStream.range(0, documents.size()).mapToObj(i -> documents.get(i).text()).toList();
  }

  @Property(tries = 500)
  void aStoryIsFiveSentencesOfPlainEnglish(
      @ForAll long seed, @ForAll @IntRange(max = 9999) int index) {
    Document story = StarterStories.documents(10_000, seed).get(index);
    assertEquals(5, story.sentences().size());
    assertEquals(story.sentences(), Sentences.of(story.text()), story.text());
    assertTrue(story.text().matches("[A-Za-z ,.!?'\":]+"), story.text());
    assertFalse(story.text().contains("  "), story.text());
    for (int i = 0; i < 5; i++) {
      assertTrue(story.sentence(i).matches("\"?[A-Z].*[.!]\"?"), story.sentence(i));
    }
  }

  @Test
  void everyPatternHasSeveralPhrasingsOfEachSentence() {
    StoryBook book = StoryBook.read("starter-stories.txt");
    assertTrue(book.patterns().size() >= 8);
    for (StoryBook.Pattern pattern : book.patterns()) {
      for (List<String> phrasings : pattern.phrasings()) {
        assertTrue(phrasings.size() >= 3, pattern.name());
        assertEquals(phrasings.size(), new HashSet<>(phrasings).size(), pattern.name());
      }
    }
    assertTrue(book.table("people").rows().size() >= 25);
  }

  @Test
  void theSameSeedTellsTheSameStories() {
    Documents stories = StarterStories.documents(200, 7);
    assertEquals(stories.fingerprint(), StarterStories.documents(200, 7).fingerprint());
    assertNotEquals(stories.fingerprint(), StarterStories.documents(200, 8).fingerprint());
    assertEquals(texts(stories), texts(StarterStories.documents(500, 7).limit(200)));
  }

  @Test
  void storiesHardlyRepeat() {
    Set<String> different = new HashSet<>(texts(StarterStories.documents(20_000, 1)));
    assertTrue(different.size() > 19_950, different.size() + " of 20,000 differ");
  }

  @Test
  void paraphrasesDifferInEverySentence() {
    List<TextPair> pairs = StarterStories.paraphrases(1000, 7);
    assertEquals(1000, pairs.size());
    assertEquals(pairs, StarterStories.paraphrases(1000, 7));
    for (int i = 0; i < pairs.size(); i++) {
      Document first = sentences(pairs.get(i).first());
      Document second = sentences(pairs.get(i).second());
      assertEquals(i % 2 == 0 ? 1 : 5, first.sentences().size(), first.text());
      assertEquals(first.sentences().size(), second.sentences().size());
      for (int k = 0; k < first.sentences().size(); k++) {
        assertNotEquals(first.sentence(k), second.sentence(k));
      }
    }
  }

  private static Document sentences(String text) {
    return new Document(text, Sentences.of(text));
  }

  @Test
  void noStoriesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> StarterStories.documents(0, 7));
    assertThrows(IllegalArgumentException.class, () -> StarterStories.paraphrases(0, 7));
    assertThrows(IndexOutOfBoundsException.class, () -> StarterStories.documents(5, 7).get(5));
  }
}
