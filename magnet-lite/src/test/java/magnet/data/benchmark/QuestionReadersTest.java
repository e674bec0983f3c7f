package magnet.data.benchmark;

import static magnet.data.Refused.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.data.BadRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionReadersTest {

  private static final String SCENE = "Roof: A man sits. he\n%s\nsings.\nsleeps.\nsows.\nsaws.\n";
  private static final String INSTRUCTION =
      "{\"instruction\": \"Please choose the correct answer to the question: %s\", \"input\": \"\","
          + " \"answer\": \"%s\"}";
  private static final String SKY =
      "Why is it blue?\\n\\nAnswer1: Air. Answer2: Sea. Answer3: Paint.\\n\\n"
          + "Answer format: answer1/answer2/answer3";
  private static final String ORIGINAL =
      "{\"id\":\"x\",\"question\":{\"stem\":\"Why?\",\"choices\":[{\"text\":\"Air\",\"label\":\"1\"},{\"text\":\"Sea\",\"label\":\"2\"}]},\"answerKey\":\"%s\"}\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void sixLinesAreAQuestionOfHellaSwag() throws IOException {
    assertEquals(
        List.of(
            new ChoiceQuestion(
                "Roof: A man sits. he", List.of("sings.", "sleeps.", "sows.", "saws."), 2)),
        HellaSwag.read(file("h.txt", SCENE.formatted(2))));
  }

  @Test
  void hellaSwagAsGivenOutIsCleanedAsTheHarnessDoes() throws IOException {
    Path file =
        file(
            "h.jsonl",
            "{\"activity_label\": \"Roof\", \"ctx_a\": \"[header] How [title] Sit on it.\","
                + " \"ctx_b\": \"he THEN\", \"label\": 1,"
                + " \"endings\": [\"sings [step] well.\", \"sleeps.\"]}\n");
    assertEquals(
        List.of(
            new ChoiceQuestion(
                "Roof: How. Sit on it. He then", List.of("sings well.", "sleeps."), 1)),
        HellaSwag.read(file));
  }

  @Test
  void malformedQuestionsOfHellaSwagAreRefusedOrCounted() throws IOException {
    Path file =
        file(
            "h.txt",
            SCENE.formatted(1) + SCENE.formatted(4) + SCENE.formatted(0).replace("sows.", ""));
    assertRefused(
        "h.txt, line 7: the second of six lines is \"4\", not", () -> HellaSwag.read(file));
    BadRows bad = BadRows.skipped();
    assertEquals(1, HellaSwag.read(file, bad).size());
    assertEquals(List.of(7L, 13L), bad.rows().stream().map(BadRows.BadRow::line).toList());
    Path odd = file("odd.txt", SCENE.formatted(1) + "more\n");
    assertRefused("has 7 lines", () -> HellaSwag.read(odd, BadRows.skipped()));
    Path json = file("h.jsonl", "{\"activity_label\": 3}\n");
    assertRefused("h.jsonl, line 1: there is no \"ctx_a\"", () -> HellaSwag.read(json));
  }

  @Test
  void bothFormsOfArcHaveThePromptOfTheHarness() throws IOException {
    assertEquals(
        List.of(
            new ChoiceQuestion(
                "Question: Why is it blue?\nAnswer:", List.of("Air.", "Sea.", "Paint."), 1)),
        ArcQuestions.read(file("a.json", "[" + INSTRUCTION.formatted(SKY, "answer2") + "]")));
    assertEquals(
        List.of(new ChoiceQuestion("Question: Why?\nAnswer:", List.of("Air", "Sea"), 1)),
        ArcQuestions.read(file("a.jsonl", ORIGINAL.formatted("2"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                       | there is no \"instruction\", expected a text",
        "{\"instruction\": [1]}   | instruction is [1], expected a text",
        "{\"instruction\": \"Why?\"} | the instruction does not begin with",
        "\"text\"                 | not a JSON object"
      })
  void aMalformedElementOfArcIsRefusedOrCounted(String element, String reason) throws IOException {
    String good = INSTRUCTION.formatted(SKY, "answer1");
    Path file = file("a.json", "[\n" + good + ",\n\n" + element + ",\n" + good + "\n]\n");
    assertRefused("a.json, line 4: " + reason, () -> ArcQuestions.read(file));
    BadRows bad = BadRows.skipped();
    assertEquals(2, ArcQuestions.read(file, bad).size());
    assertEquals(1, bad.count());
  }

  @Test
  void answersThatAreNoChoiceAreRefused() throws IOException {
    Path fourth = file("a.json", "[" + INSTRUCTION.formatted(SKY, "answer4") + "]");
    assertRefused("the answer is \"answer4\", which is none of", () -> ArcQuestions.read(fourth));
    Path part =
        file("b.json", "[" + INSTRUCTION.formatted(SKY.replace("r2:", "r9:"), "answer1") + "]");
    assertRefused("the instruction has no \"Answer2:\"", () -> ArcQuestions.read(part));
    Path key = file("a.jsonl", ORIGINAL.formatted("C"));
    assertRefused(
        "a.jsonl, line 1: answerKey is \"C\", which is none", () -> ArcQuestions.read(key));
  }

  @Test
  void whatIsNoJsonIsRefusedWithItsLine() throws IOException {
    Path cut = file("a.json", "[\n" + INSTRUCTION.formatted(SKY, "answer1") + ",\n");
    assertRefused(
        "line 2: the file is not an array (", () -> ArcQuestions.read(cut, BadRows.skipped()));
    Path object = file("b.json", "{}");
    assertRefused("b.json, line 1: the file is not an array (", () -> ArcQuestions.read(object));
    Path line = file("c.jsonl", ORIGINAL.formatted("1") + "{\"id\"\n");
    assertRefused("c.jsonl, line 2: not a JSON object (", () -> ArcQuestions.read(line));
    Path text = file("d.txt", "Why?");
    assertRefused(".jsonl (as published) or .json", () -> ArcQuestions.read(text));
    Path none = file("e.json", "[]");
    assertRefused("e.json holds no question", () -> ArcQuestions.read(none));
  }

  @Test
  void mmluShowsItsExamplesBeforeEachQuestion() throws IOException {
    file("m/dev/high_art_dev.csv", "Red?,a,b,c,d,B\n\"Blue,\nor?\",e,f,g,h,D\n");
    file(
        "m/test/high_art_test.csv",
        "question,choice0,choice1,choice2,choice3,answer\n\"Green \"\"?\"\"\",i,j,k,l,2\n");
    ChoiceQuestion question = Mmlu.read(folder.resolve("m"), 2).get(0);
    assertEquals(
        """
        The following are multiple choice questions (with answers) about high art.

        Red?
        A. a
        B. b
        C. c
        D. d
        Answer: B

        Blue,
        or?
        A. e
        B. f
        C. g
        D. h
        Answer: D

        Green "?"
        A. i
        B. j
        C. k
        D. l
        Answer:\
        """,
        question.prompt());
    assertEquals(List.of("A", "B", "C", "D"), question.choices());
    assertEquals(2, question.answer());
  }

  @Test
  void malformedRowsOfMmluAreRefusedOrCounted() throws IOException {
    Path mmlu = folder.resolve("m");
    file("m/dev/art_dev.csv", "Red?,a,b,c,d,B\n");
    file("m/test/art_test.csv", "Q?,a,b,c,d,E\nQ?,a,b,c,D\nQ?,a,,c,d,A\nQ?,a,b,c,d,A\n");
    assertRefused(
        "art_test.csv, line 1: the answer is \"E\", not one of [A, B, C, D]",
        () -> Mmlu.read(mmlu, 0));
    BadRows bad = BadRows.skipped();
    assertEquals(1, Mmlu.read(mmlu, 1, bad).size());
    assertEquals(
        List.of(
            "the answer is \"E\", not one of [A, B, C, D]",
            "5 fields under a header of 6 columns",
            "column choice1 is empty"),
        bad.rows().stream().map(BadRows.BadRow::reason).toList());
    assertRefused("2 examples are to be shown, but", () -> Mmlu.read(mmlu, 2, bad));
    assertRefused("-1 examples cannot be shown", () -> Mmlu.read(mmlu, -1));
  }

  @Test
  void bigBenchHardShowsItsFirstExamples() throws IOException {
    Path file =
        file(
            "b.json",
            """
            {"canary": "do not train on it", "examples": [
              {"input": "not True is", "target": "False"},
              {"input": "not False is", "target": "True"}
            ], "more": {}}
            """);
    assertEquals(
        List.of(
            new QuestionAnswer("Q: not True is\nA:", "False"),
            new QuestionAnswer("Q: not False is\nA:", "True")),
        BigBenchHard.read(file, 0));
    assertEquals(
        List.of(new QuestionAnswer("Q: not True is\nA: False\n\nQ: not False is\nA:", "True")),
        BigBenchHard.read(file, 1));
    assertRefused("2 examples are to be shown, but", () -> BigBenchHard.read(file, 2));
  }

  @Test
  void malformedExamplesOfBigBenchHardAreRefusedOrCounted() throws IOException {
    Path file =
        file(
            "b.json",
            """
            {"examples": [
              {"input": "a", "target": "b"},
              {"input": " ", "target": "b"},
              {"input": "a"}
            ]}
            """);
    assertRefused("b.json, line 3: the input is blank", () -> BigBenchHard.read(file, 0));
    BadRows bad = BadRows.skipped();
    assertEquals(1, BigBenchHard.read(file, 0, bad).size());
    assertEquals(2, bad.count());
    Path other = file("c.json", "{\"tasks\": []}");
    assertRefused("there is no field \"examples\"", () -> BigBenchHard.read(other, 0));
  }
}
