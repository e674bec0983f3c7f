package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import magnet.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoriesTest {

  private static final String ROC =
      "storyid,storytitle,sentence1,sentence2,sentence3,sentence4,sentence5\n";
  private static final String CLOZE =
      "InputStoryid,InputSentence1,InputSentence2,InputSentence3,InputSentence4,"
          + "RandomFifthSentenceQuiz1,RandomFifthSentenceQuiz2,AnswerRightEnding\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void rocStoriesAreFiveSentences() throws IOException {
    Document story =
        Stories.read(file("roc.csv", ROC + "1,T,\"A, \"\"b\"\".\",B.,\"C\nc.\",D.,E.\n")).get(0);
    assertEquals("A, \"b\". B. C\nc. D. E.", story.text());
    assertEquals(5, story.sentences().size());
    assertEquals("C\nc.", story.sentence(2));
  }

  @Test
  void theRightEndingIsTheFifthSentence() throws IOException {
    Documents stories =
        Stories.read(file("cloze.csv", CLOZE + "x,A.,B.,C.,D.,E.,F.,2\ny,A.,B.,C.,D.,E.,F.,1\n"));
    assertEquals("A. B. C. D. F.", stories.get(0).text());
    assertEquals("A. B. C. D. E.", stories.get(1).text());
  }

  @Test
  void aRowThatBeginsWithANumberSignIsNoComment() throws IOException {
    Documents stories =
        Stories.read(file("roc.csv", ROC + "#1,T,A.,B.,C.,D.,E.\n2,T,F.,B.,C.,D.,E.\n"));
    assertEquals(2, stories.size());
    assertEquals("A. B. C. D. E.", stories.get(0).text());
  }

  @Test
  void jsonLinesAreSplit() throws IOException {
    Documents stories =
        Stories.read(file("s.json", "[\"Tom ran. \\\"Stop!\\\" he cried.\"]\n\n[\"Hi.\"]\n"));
    assertEquals(2, stories.size());
    assertEquals("\"Stop!\" he cried.", stories.get(0).sentence(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,A.,B.,C.,D.,E.,F.,3           | line 3: AnswerRightEnding is \"3\"",
        "x,A.,B.,C.,D.,E.,F.,            | line 3: AnswerRightEnding is \"\"",
        "x,A.,B.,,D.,E.,F.,1             | line 3: column inputsentence3 is empty",
        "x,A.,B.,C.,D.,E.,F.             | line 3: 7 fields under a header of 8",
        "x,A.,B.,C.,D.,E.,F.,1,          | line 3: 9 fields under a header of 8",
        "x,\"A.,B.,C.,D.,E.,F.,1         | line 3: ",
        "x,\"A.\" b,B.,C.,D.,E.,F.,1     | line 3: "
      })
  void aMalformedRowIsRefusedWithItsLine(String row, String reason) throws IOException {
    Path file = file("cloze.csv", CLOZE + "x,A.,B.,C.,D.,E.,F.,2\n" + row + "\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Stories.read(file)).getMessage();
    assertTrue(message.contains("cloze.csv, " + reason), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"a\", \"b\"] | not a JSON array of one string",
        "[5]            | not a JSON array of one string such as [\"Tom ran. He fell.\"] (it is"
            + " [5])",
        "[]             | not a JSON array of one string such as [\"Tom ran. He fell.\"] (it is"
            + " [])",
        "[abc]          | not a JSON array of one string",
        "\"a\"          | not a JSON array of one string",
        "[\"a\"] x      | not a JSON array of one string",
        "[\"a\"         | not a JSON array of one string",
        "[\" \"]        | the story is blank"
      })
  void aMalformedJsonLineIsRefusedWithItsLine(String line, String reason) throws IOException {
    Path file = file("s.json", "[\"Fine.\"]\n" + line + "\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Stories.read(file)).getMessage();
    assertTrue(message.contains("s.json, line 2: "), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void linesOfAQuotedFieldAreCounted() throws IOException {
    Path file = file("roc.csv", ROC + "1,T,\"A\na.\",B.,C.,D.,E.\n2,T,,B.,C.,D.,E.\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Stories.read(file)).getMessage();
    assertTrue(message.contains("line 4: column sentence1 is empty"), message);
  }

  @Test
  void unknownFormsAndEmptyFilesAreRefused() throws IOException {
    Path header = file("a.csv", "one,two\n1,2\n");
    assertThrows(IllegalArgumentException.class, () -> Stories.read(header));
    Path text = file("a.txt", "A story.\n");
    assertThrows(IllegalArgumentException.class, () -> Stories.read(text));
    Path none = file("b.csv", ROC);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Stories.read(none)).getMessage();
    assertTrue(message.contains("b.csv holds no story"), message);
    Path empty = file("c.csv", "");
    assertThrows(IllegalArgumentException.class, () -> Stories.read(empty));
  }

  @Test
  void realStoriesAreAllThere() {
    Documents roc = Stories.read(Shared.path("data/rocstories/roc_valid.json"));
    assertEquals(5000, roc.size());
    long five =
        IntStream.range(0, roc.size()).filter(i -> roc.get(i).sentences().size() == 5).count();
    // Nearly all others lack a full stop or go on in lower case, read by eye.
    assertTrue(five >= 4925, five + " of 5,000 stories were split into five sentences");
  }

  @Test
  void realClozeStoriesAreAllThere() {
    Documents cloze = Stories.read(Shared.path("data/rocstories/storycloze_2018_val.csv"));
    assertEquals(1571, cloze.size());
    assertEquals("He is happy now.", cloze.get(0).sentence(4));
    for (int i = 0; i < cloze.size(); i++) {
      assertEquals(5, cloze.get(i).sentences().size());
    }
  }

  @Test
  void storiesWithoutAnswersAreRefused() {
    Path test = Shared.path("data/rocstories/storycloze_2018_test.csv");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Stories.read(test)).getMessage();
    assertTrue(message.contains("no column AnswerRightEnding"), message);
  }
}
