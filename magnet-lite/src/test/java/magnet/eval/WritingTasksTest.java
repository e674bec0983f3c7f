package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import magnet.Infilling;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.TextRange;
import magnet.data.benchmark.BigBenchHard;
import magnet.data.benchmark.QuestionAnswer;
import magnet.infer.Filling;
import magnet.infer.Infiller;
import magnet.infer.Likelihood;
import magnet.infer.SpanSearch;
import magnet.infer.TextSpan;
import magnet.infer.sampling.Greedy;
import magnet.infer.sampling.MultinomialSampler;
import magnet.infer.sampling.Temperature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that judge what a candidate writes: into a blank, and as an answer. */
class WritingTasksTest {

  private static final List<TextSpan> BLANKS =
      TextSpans.middleSentences(
          Documents.of(
              "stories",
              List.of(
                  Document.ofSentences(
                      List.of("Tom ran.", "He fell down.", "He cried.", "Ann came.", "Fine.")))));

  private static final SpanSearch SEARCH = Infilling.tokens(2, 9).candidates(1).search();

  /** Right is who names the first word that was there. */
  private static final InfillQuality QUALITY =
      new InfillQuality(
          "blanks",
          BLANKS,
          SEARCH,
          (item, filled) -> filled.startsWith(List.of("He", "He", "Ann").get(item)) ? 1 : 0);

  private static final Likelihood SURE = new Likelihood(-1, 1);

  private static Filling filling(String span) {
    return new Filling(List.of(span), span, List.of(new TextRange(0, span.length())), SURE, SURE);
  }

  @Test
  void whoSeesBothSidesFillsTheBlank() {
    List<List<String>> asked = new ArrayList<>();
    Infiller infiller =
        (pieces, search) -> {
          asked.add(pieces);
          assertEquals(9, search.longest());
          return List.of(filling(" Ann came."));
        };
    Candidate candidate = Candidate.named("fake").withBothSides(infiller);
    assertEquals(100 / 3.0, QUALITY.measure(candidate).get(0).value(), 1e-9);
    assertEquals(List.of("Tom ran. ", " He cried. Ann came. Fine."), asked.get(0));
  }

  @Test
  void whoSeesOnlyTheLeftWritesOneSentence() {
    List<String> judged = new ArrayList<>();
    SpanSearch drawn =
        new SpanSearch(
            2,
            9,
            1,
            4,
            attempt -> new Temperature(2, new MultinomialSampler(attempt)),
            any -> true);
    InfillQuality task =
        new InfillQuality(
            "blanks",
            BLANKS,
            drawn,
            (item, filled) -> {
              judged.add(filled);
              return 0.5;
            });
    Candidate candidate =
        Candidate.named("fake")
            .withGenerator(
                (prompts, decoding) -> {
                  assertEquals(new Greedy(), decoding.samplers().apply(0), "it writes once");
                  return Fakes.writing(
                          prompt -> {
                            assertFalse(prompt.endsWith(" "), prompt);
                            return " It rained. They went home.";
                          })
                      .generate(prompts, decoding);
                });
    assertEquals(50, task.measure(candidate).get(0).value());
    assertEquals(List.of("It rained.", "It rained.", "It rained."), judged);
  }

  @Test
  void aLimitKeepsTheJudgesItems() {
    Infiller infiller =
        (pieces, search) -> List.of(filling(pieces.get(0).endsWith("cried. ") ? " Ann" : " He"));
    Candidate candidate = Candidate.named("fake").withBothSides(infiller);
    for (int most = 1; most <= 3; most++) {
      assertEquals(100, QUALITY.limit(most).measure(candidate).get(0).value());
    }
  }

  @Test
  void anAnswerIsRightOnlyAsAWhole() {
    ExactMatch task =
        new ExactMatch(
            "quiz",
            IntStream.range(0, 4).mapToObj(i -> new QuestionAnswer("Q: " + i, "True")).toList(),
            5);
    List<String> answers = List.of(" True", "True \n", " true", " True.");
    Candidate candidate =
        Candidate.named("fake")
            .withGenerator(
                Fakes.writing(prompt -> answers.get(Integer.parseInt(prompt.substring(3)))));
    Score score = task.measure(candidate).get(0);
    assertEquals(50, score.value());
    assertEquals(50 + 1.96 * 100 * Math.sqrt(0.25 / 3), score.high(), 0.01);
    assertThrows(IllegalArgumentException.class, () -> new ExactMatch("quiz", task.questions(), 0));
    assertThrows(IllegalArgumentException.class, () -> task.measure(Candidate.named("mute")));
  }

  @Test
  void bigBenchHardIsAskedFewShot(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("colours.json");
    Files.writeString(
        file,
        """
        {"canary": "none", "examples": [
          {"input": "What colour is snow?", "target": "white"},
          {"input": "What colour is coal?", "target": "black"},
          {"input": "What colour is grass?", "target": "green"}]}
        """);
    ExactMatch task = new ExactMatch("colours", BigBenchHard.read(file, 1), 5);
    List<String> asked = new ArrayList<>();
    Candidate candidate =
        Candidate.named("fake")
            .withGenerator(
                Fakes.writing(
                    prompt -> {
                      asked.add(prompt);
                      return " black";
                    }));
    assertEquals(50, task.measure(candidate).get(0).value());
    assertEquals("Q: What colour is snow?\nA: white\n\nQ: What colour is coal?\nA:", asked.get(0));
    assertEquals("is coal?\nA:", task.words(3).questions().get(0).prompt());
  }

  @Test
  void aCurveHasAPointAStep() {
    ScoreCurve curve =
        ScoreCurve.of(QUALITY)
            .with(0, List.of(Score.lower("Rep-4", 60), Score.lower("Rep-1", 70)))
            .with(100, List.of(Score.lower("Rep-4", 20)));
    assertEquals(List.of("step", "Rep-4", "Rep-1"), curve.table().columnNames());
    assertEquals(20, curve.table().doubleColumn("Rep-4").get(1));
    assertTrue(curve.table().doubleColumn("Rep-1").isMissing(1));
    assertThrows(IllegalArgumentException.class, () -> curve.with(100, List.of()));
  }
}
