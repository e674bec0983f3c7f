package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import magnet.Infilling;
import magnet.data.TextRange;
import magnet.infer.Filling;
import magnet.infer.Infiller;
import magnet.infer.Likelihood;
import magnet.infer.TextSpan;
import magnet.pocket.PocketSentence;
import magnet.pocket.PocketStory;
import magnet.pocket.Split;
import org.junit.jupiter.api.Test;

/** Judged infilling where the truth is known: what is right counts, what is wrong does not. */
class PocketBlanksTest {

  private static final int STORIES = 45;
  private static final PocketBlanks BLANKS = PocketBlanks.of(Split.TEST, STORIES, 1);
  private static final InfillQuality TASK =
      new InfillQuality(
          "pocket-infill", BLANKS.spans(), Infilling.tokens(4, 24).candidates(1).search(), BLANKS);

  private static PocketSentence missing(int item) {
    return BLANKS.stories().get(item).sentences().get(BLANKS.sentence(item));
  }

  @Test
  void eachStoryLacksItsSecondThirdOrFourthSentenceInTurn() {
    List<TextSpan> spans = BLANKS.spans();
    assertEquals(STORIES, spans.size());
    for (int i = 0; i < STORIES; i++) {
      assertEquals(1 + i % 3, BLANKS.sentence(i));
      assertEquals(missing(i).text(), spans.get(i).range().of(spans.get(i).text()));
    }
    assertThrows(IllegalArgumentException.class, () -> new PocketBlanks(List.of()));
  }

  @Test
  void theTrueSentenceIsRightAndOneOfAnotherPersonIsNot() {
    int exchanged = 0;
    for (int i = 0; i < STORIES; i++) {
      String told = missing(i).text();
      assertEquals(1, BLANKS.rightRoles(i, told), told);
      for (Map.Entry<String, String> role : missing(i).roles().entrySet()) {
        boolean person = List.of("who", "friend", "helper").contains(role.getKey());
        if (person && told.contains(role.getValue()) && known(i, role.getValue())) {
          String wrong = told.replace(role.getValue(), "Zebulon");
          double right = BLANKS.rightRoles(i, wrong);
          assertTrue(right < 1, () -> wrong + " in " + told);
          exchanged++;
        }
      }
      assertEquals(0, BLANKS.rightRoles(i, "The weather is fine today."));
      assertEquals(0, BLANKS.rightRoles(i, ""));
    }
    assertTrue(exchanged > STORIES / 3, exchanged + " persons exchanged");
  }

  /** Whether another sentence of the story names somebody, so that nobody else would do. */
  private static boolean known(int item, String name) {
    PocketStory story = BLANKS.stories().get(item);
    return story.toString().replace(missing(item).text(), "").contains(name);
  }

  @Test
  void whoKnowsTheStoryGetsAllAndWhoWritesOneSentenceFromTheLeftWhatItDeserves() {
    Candidate perfect = Candidate.named("perfect").withBothSides(truth());
    assertEquals(100, Fakes.value(TASK.measure(perfect), "right roles"));
    assertEquals(100, Fakes.value(TASK.measure(perfect), "wholly right"));
    List<String> prompts = new ArrayList<>();
    Candidate causal =
        Candidate.named("causal")
            .withGenerator(
                Fakes.writing(
                    prompt -> {
                      int item = prompts.size();
                      prompts.add(prompt);
                      String told = missing(item).text();
                      return " " + (item % 3 == 0 ? told : "It rained.") + " Then they went home.";
                    }));
    double third = 100.0 / 3;
    assertEquals(third, Fakes.value(TASK.measure(causal), "right roles"), 1e-9);
    assertEquals(third, wholly(causal, prompts), 1e-9);
    PocketStory first = BLANKS.stories().get(0);
    assertEquals(first.sentences().get(0).text(), prompts.get(0), "it sees the left side alone");
  }

  private static double wholly(Candidate causal, List<String> prompts) {
    List<String> before = List.copyOf(prompts);
    prompts.clear();
    double right = Fakes.value(TASK.measure(causal), "wholly right");
    assertEquals(before, prompts, "asked the same again");
    return right;
  }

  /** Fills in what stood there. */
  private static Infiller truth() {
    return (pieces, search) -> {
      String told =
          BLANKS.spans().stream()
              .filter(span -> pieces.get(0).equals(span.text().substring(0, span.range().begin())))
              .map(span -> span.range().of(span.text()))
              .findFirst()
              .orElseThrow();
      Likelihood sure = new Likelihood(-1, 1);
      return List.of(
          new Filling(List.of(told), told, List.of(new TextRange(0, told.length())), sure, sure));
    };
  }

  @Test
  void someRolesRightAreAShare() {
    int partly = 0;
    for (int i = 0; i < STORIES; i++) {
      for (Map.Entry<String, String> role : missing(i).roles().entrySet()) {
        if (missing(i).roles().size() > 1 && known(i, role.getValue())) {
          String wrong = missing(i).text().replace(role.getValue(), "Zebulon");
          double right = BLANKS.rightRoles(i, wrong);
          partly += right > 0 && right < 1 ? 1 : 0;
        }
      }
    }
    assertTrue(partly > 5, partly + " fillings are partly right");
  }
}
