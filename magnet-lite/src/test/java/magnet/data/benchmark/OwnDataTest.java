package magnet.data.benchmark;

import static magnet.data.Refused.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import magnet.data.BadRows;
import magnet.data.Document;
import magnet.data.Documents;
import magnet.data.Stories;
import magnet.data.TextLines;
import magnet.data.TextPair;
import magnet.data.TextPairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of one's own are written and come back as they were. */
class OwnDataTest {

  @TempDir Path folder;

  @Test
  void scoredPairs() throws IOException {
    Path file = folder.resolve("new").resolve("pairs.tsv");
    List<ScoredPair> pairs =
        List.of(new ScoredPair("a \"b\"", "c, d", 1 / 3.0), new ScoredPair("e", "f", -7));
    ScoredPairs.write(file, pairs);
    assertEquals(pairs, ScoredPairs.read(file));
    Files.writeString(file, "first\tscore\tsecond\na\tb\tc\nd\t1\te\n");
    assertRefused("line 2: the score is \"b\", not a number;", () -> ScoredPairs.read(file));
    assertEquals(List.of(new ScoredPair("d", "e", 1)), ScoredPairs.read(file, BadRows.skipped()));
  }

  @Test
  void labelledTexts() throws IOException {
    Path file = folder.resolve("topics.tsv");
    List<LabelledText> texts =
        List.of(new LabelledText("The cat naps.", "rest"), new LabelledText("Run!", "sport"));
    LabelledTexts.write(file, texts);
    assertEquals(texts, LabelledTexts.read(file));
    assertRefused(
        "\"a\tb\" holds a tab or a line end",
        () -> LabelledTexts.write(file, List.of(new LabelledText("a\tb", "c"))));
    Files.writeString(file, "text\tclass\n");
    assertRefused("line 1: the header is [text, class]", () -> LabelledTexts.read(file));
  }

  @Test
  void choiceQuestions() throws IOException {
    Path file = folder.resolve("endings.jsonl");
    List<ChoiceQuestion> questions =
        List.of(new ChoiceQuestion("Tom\nfell.\tHe", List.of("cried \"ow\".", "flew."), 0));
    ChoiceQuestions.write(file, questions);
    assertEquals(questions, ChoiceQuestions.read(file));
    Files.writeString(file, "{\"prompt\":\"a\",\"choices\":[\"b\",\"c\"],\"answer\":2}\n");
    assertRefused("line 1: answer 2 is none of the 2 choices", () -> ChoiceQuestions.read(file));
  }

  @Test
  void choiceQuestionsInTheFormOfHellaSwag() throws IOException {
    Path file = folder.resolve("endings.jsonl");
    List<ChoiceQuestion> questions =
        List.of(
            new ChoiceQuestion("Tom fell: \"Ow!\" He", List.of("cried \"ow\".", "flew."), 0),
            new ChoiceQuestion("A", List.of("B", "C", "D", "E"), 3));
    HellaSwag.write(file, questions);
    assertEquals(questions, HellaSwag.read(file));
    assertEquals(
        "{\"ind\":1,\"activity_label\":\"\",\"ctx_a\":\"A\",\"ctx_b\":\"\",\"ctx\":\"A\","
            + "\"endings\":[\"B\",\"C\",\"D\",\"E\"],\"label\":3}",
        Files.readAllLines(file).get(1));
    for (String lost : List.of("He [said]", "two  spaces", " begins", "ends ")) {
      ChoiceQuestion bad = new ChoiceQuestion(lost, List.of("B", "C"), 0);
      assertRefused("would not be read back as it is", () -> HellaSwag.write(file, List.of(bad)));
    }
  }

  @Test
  void scoredPairsInTheFormOfTheStsBenchmark() throws IOException {
    Path file = folder.resolve("sts.tsv");
    List<ScoredPair> pairs =
        List.of(
            new ScoredPair("a \"b\"", "c, d", 1 / 3.0),
            new ScoredPair("e", "f", 5),
            new ScoredPair("g", "h", 1e-7));
    StsBenchmark.write(file, "main", "own", "2026", pairs);
    assertEquals(pairs, StsBenchmark.read(file));
    assertEquals("main\town\t2026\t0001\t5.000\te\tf", Files.readAllLines(file).get(1));
    assertRefused(
        "not a number from 0 to 5",
        () -> StsBenchmark.write(file, "", "", "", List.of(new ScoredPair("e", "f", 5.1))));
    assertRefused(
        "holds a tab or a line end",
        () -> StsBenchmark.write(file, "a\tb", "", "", List.of(new ScoredPair("e", "f", 1))));
  }

  @Test
  void documentsALine() throws IOException {
    Path file = folder.resolve("new").resolve("text.txt");
    Documents texts = Documents.of(List.of("One \"day\".", "na\u00efve \u732b"));
    TextLines.write(file, texts);
    assertEquals("One \"day\".\nna\u00efve \u732b\n", Files.readString(file));
    assertEquals(texts.get(1), TextLines.read(file).get(1));
    for (String bad : List.of("two\nlines", " begins", "ends\r")) {
      assertRefused("is not one line", () -> TextLines.write(file, Documents.of(List.of(bad))));
    }
  }

  @Test
  void taggedSentences() {
    Path file = folder.resolve("tags.conll");
    List<TaggedSentence> sentences =
        List.of(
            new TaggedSentence(
                List.of("Tom", "ran"),
                List.of("NNP", "VBD"),
                List.of("B-NP", "B-VP"),
                List.of("B-PER", "O")),
            tagged("Yes", "O"));
    Conll2003.write(file, sentences);
    assertEquals(sentences, Conll2003.read(file));
    for (TaggedSentence bad :
        List.of(tagged("a b", "O"), tagged("", "O"), tagged("a", "X"), tagged("-DOCSTART-", "O"))) {
      assertRefused("cannot be written", () -> Conll2003.write(file, List.of(bad)));
    }
  }

  private static TaggedSentence tagged(String word, String name) {
    return new TaggedSentence(List.of(word), List.of("UH"), List.of("O"), List.of(name));
  }

  @Test
  void paraphrases() {
    Path file = folder.resolve("pairs.tsv");
    List<TextPair> pairs = List.of(new TextPair("a", "b"), new TextPair("c \"d", "e"));
    TextPairs.writeTsv(file, pairs);
    assertEquals(pairs, TextPairs.tsv(file));
  }

  @Test
  void fiveSentenceStories() {
    Path file = folder.resolve("stories.csv");
    Document story = Document.ofSentences(List.of("A, \"b\".", "B.", "C.", "D.", "E."));
    Stories.writeCsv(file, Documents.of("stories", List.of(story)));
    assertEquals(story, Stories.read(file).get(0));
    Document two = Document.ofSentences(List.of("A.", "B."));
    assertRefused(
        "story 0 has 2 sentences, not five",
        () -> Stories.writeCsv(file, Documents.of("stories", List.of(two))));
  }
}
