package magnet.pocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import magnet.data.benchmark.ChoiceQuestion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of four ends exactly one follows. */
class ChoicesTest {

  private static final int QUESTIONS = 150;
  private static final int LAST = Plot.SENTENCES - 1;

  @ParameterizedTest
  @EnumSource(Split.class)
  void oneEndHasTheRightOutcomeAndTheRightThing(Split split) {
    List<ChoiceQuestion> questions = PocketWorld.choices(split, QUESTIONS, 6);
    int read = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      ChoiceQuestion question = questions.get(i);
      assertEquals(4, new HashSet<>(question.choices()).size());
      PocketStory story = story(split, i);
      if (question.prompt().equals(prompt(story))) { // else its first draw had two equal ends
        read++;
        for (int choice = 0; choice < 4; choice++) {
          String end = question.choices().get(choice);
          boolean right = choice == question.answer();
          assertEquals(right, PocketReader.fits(story, LAST, end), end + " after " + story);
        }
      }
    }
    assertTrue(read > 0.9 * QUESTIONS, read + " of " + QUESTIONS);
  }

  /** The story of a question, with an end of its own. */
  private static PocketStory story(Split split, int index) {
    RandomGenerator random = split.chances(6 ^ Choices.SEED, index);
    Scene scene = new SceneGenerator(split, random).scene();
    StoryRealizer teller = StoryRealizer.ofStory(scene, random);
    List<Telling> tellings = new ArrayList<>();
    scene.events().forEach(event -> tellings.add(teller.tell(event)));
    return new PocketStory(scene, tellings);
  }

  private static String prompt(PocketStory story) {
    return story.sentences().subList(0, LAST).stream()
        .map(PocketSentence::text)
        .collect(Collectors.joining(" "));
  }

  @Test
  void theRightEndStandsAnywhere() {
    int[] places = new int[4];
    PocketWorld.choices(Split.TRAIN, 400, 1).forEach(question -> places[question.answer()]++);
    for (int place : places) {
      assertTrue(place > 70 && place < 130, place + " of 400");
    }
  }
}
