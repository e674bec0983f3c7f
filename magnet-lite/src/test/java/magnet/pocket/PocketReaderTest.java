package magnet.pocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sentences are read back to what they tell: the right ones are right, the wrong ones wrong. */
class PocketReaderTest {

  private static final int STORIES = 120;
  private static final int LAST = Plot.SENTENCES - 1;

  @ParameterizedTest
  @EnumSource(Split.class)
  void everySentenceOfAStoryFitsIntoItsOwnPlace(Split split) {
    for (PocketStory story : PocketWorld.tales(split, STORIES, 2)) {
      for (int i = 0; i < Plot.SENTENCES; i++) {
        String told = story.sentences().get(i).text();
        assertTrue(PocketReader.fits(story, i, told), () -> told + " in: " + story);
        assertEquals(1, PocketReader.share(story, i, told), told);
        assertTrue(PocketReader.fits(story, i, told.toUpperCase(Locale.ROOT)), told);
      }
    }
  }

  @Test
  void whatNobodyTellsIsNoSentence() {
    PocketStory story = PocketWorld.tales(Split.TEST, 1, 1).get(0);
    for (String other : List.of("", "   ", ".", "The cat naps.", "Colorless green ideas sleep.")) {
      assertFalse(PocketReader.fits(story, 2, other), other);
      assertEquals(0, PocketReader.share(story, 2, other), other);
    }
    String told = story.sentences().get(2).text();
    assertFalse(PocketReader.fits(story, 2, told + " " + told), "a sentence twice");
    assertThrows(IndexOutOfBoundsException.class, () -> PocketReader.fits(story, 5, told));
  }

  /** The same events of other people and things: their grammar is right, their roles are not. */
  @Test
  void aSentenceWithAnotherWhoOrThingIsWrongButSharesRoles() {
    int fitting = 0;
    int sharing = 0;
    List<PocketStory> stories = PocketWorld.tales(Split.TEST, STORIES, 2);
    for (int i = 0; i < STORIES; i++) {
      PocketStory story = stories.get(i);
      SceneGenerator casting = new SceneGenerator(Split.TEST, Split.TEST.chances(77, i));
      Scene other = casting.scene(story.scene().plot());
      int sentence = 1 + i % 3;
      Event event = story.scene().events().get(sentence);
      String wrong = StoryRealizer.ofPiece(other, Split.TEST.chances(78, i)).tell(event).text();
      fitting += PocketReader.fits(story, sentence, wrong) ? 1 : 0;
      double share = PocketReader.share(story, sentence, wrong);
      assertTrue(share >= 0 && share <= 1, wrong);
      sharing += share < 1 ? 1 : 0;
    }
    assertEquals(0, fitting, "with all persons and things exchanged");
    assertEquals(STORIES, sharing);
  }

  @Test
  void aSentenceOfAnotherPlaceDoesNotFit() {
    List<String> fitting = new ArrayList<>();
    for (PocketStory story : PocketWorld.tales(Split.DEV, STORIES, 3)) {
      for (int i = 0; i < Plot.SENTENCES; i++) {
        String next = story.sentences().get((i + 1) % Plot.SENTENCES).text();
        if (PocketReader.fits(story, i, next)) {
          fitting.add(next);
        }
      }
    }
    assertEquals(List.of(), fitting);
  }

  @Test
  void theOtherOutcomeDoesNotFit() {
    for (PocketStory story : PocketWorld.tales(Split.TRAIN, STORIES, 4)) {
      Scene scene = story.scene();
      Event other = scene.plot().events(LAST, !scene.well()).get(0);
      String wrong = StoryRealizer.ofPiece(scene, Split.TRAIN.chances(5, 0)).tell(other).text();
      assertEquals(0, PocketReader.share(story, LAST, wrong), wrong);
    }
  }
}
