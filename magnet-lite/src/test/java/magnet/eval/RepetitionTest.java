package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import magnet.data.Documents;
import magnet.infer.Decoding;
import org.junit.jupiter.api.Test;

class RepetitionTest {

  private static final Repetition TASK =
      new Repetition("repetition", List.of("Once", "Then"), Decoding.greedy(100));

  private static List<Score> scores(String first, String second) {
    return TASK.measure(
        Candidate.named("fake")
            .withGenerator(Fakes.writing(prompt -> prompt.equals("Once") ? first : second)));
  }

  @Test
  void aTextWithoutRepetitionHasNone() {
    List<Score> scores = scores("a b c d e f. g h i.", "k l m n o p. q r s.");
    assertEquals(
        List.of("Rep-4", "Rep-3", "Rep-2", "Rep-1", "Rep-Sen"),
        scores.stream().map(Score::metric).toList());
    scores.forEach(score -> assertEquals(0, score.value()));
  }

  @Test
  void aLoopIsAsHighAsItIsLong() {
    List<Score> scores = scores("I know. I know. I know. I know.", "a b c d.");
    assertEquals(100 * (6 / 8.0) / 2, Fakes.value(scores, "Rep-1"), 1e-9);
    assertEquals(100 * (3 / 5.0) / 2, Fakes.value(scores, "Rep-4"), 1e-9);
    assertEquals(100 * (3 / 4.0) / 2, Fakes.value(scores, "Rep-Sen"), 1e-9);
  }

  @Test
  void aTextTooShortToTellDoesNotCount() {
    List<Score> scores = scores("a a a a a", "b b");
    assertEquals(50, Fakes.value(scores, "Rep-4"), 1e-9); // one of two, of the first text only
    assertEquals(0, Fakes.value(scores("a a", ""), "Rep-4"));
  }

  @Test
  void candidatesPairByTheirPromptsThoughOneWroteTooLittleAfterSome() {
    Repetition task =
        new Repetition("repetition", List.of("1", "2", "3", "4", "5", "6"), Decoding.greedy(100));
    Score all = rep4(task, RepetitionTest::loops);
    Score some = rep4(task, prompt -> prompt.equals("6") ? "a b" : loops(prompt));
    float[] drawn = all.draws().figures();
    long equal =
        IntStream.range(0, drawn.length).filter(i -> drawn[i] == some.draws().figures()[i]).count();
    double withoutTheSixth = Math.pow(5 / 6.0, 6);
    assertEquals(withoutTheSixth, equal / (double) drawn.length, 0.05);
  }

  /** The higher the prompt's number, the smaller the share that is repeated. */
  private static String loops(String prompt) {
    return "a b c d a b c d" + " e f g h i j k l".substring(0, 2 * Integer.parseInt(prompt));
  }

  private static Score rep4(Repetition task, Function<String, String> text) {
    return task.measure(Candidate.named("fake").withGenerator(Fakes.writing(text))).get(0);
  }

  @Test
  void promptsAreTheBeginningsOfLongEnoughTexts() {
    Documents texts = Documents.of(List.of("a b c d", "a b", "e  f\ng h", "i j k l", "m n o p"));
    assertEquals(List.of("a b c", "e  f\ng", "i j k", "m n o"), Repetition.prompts(texts, 3, 10));
    assertEquals(2, Repetition.prompts(texts, 3, 2).size());
    assertThrows(IllegalArgumentException.class, () -> Repetition.prompts(texts, 4, 2));
  }
}
