package magnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import magnet.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The readers of plain text: lines, WikiText, TinyStories. */
class CorpusReadersTest {

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("corpus.txt"), text);
  }

  private static List<String> texts(Documents documents) {
    return IntStream.range(0, documents.size()).mapToObj(i -> documents.get(i).text()).toList();
  }

  @Test
  void aLineIsADocument() throws IOException {
    Documents lines = TextLines.read(file("one\r\n\n  two  \n \t\nthree"));
    assertEquals(List.of("one", "two", "three"), texts(lines));
    assertEquals("corpus.txt", lines.name());
    assertEquals("corpus.txt (3 documents)", lines.toString());
    assertThrows(IndexOutOfBoundsException.class, () -> lines.get(3));
  }

  @Test
  void aParagraphOfWikiTextIsADocument() throws IOException {
    Path file =
        file(" \n = Title = \n \n A b , c . \n = = Part = = \n D @-@ e . \n = Heats \n x = y\n");
    assertEquals(List.of("A b, c.", "D-e.", "= Heats", "x = y"), texts(WikiText.read(file)));
    assertEquals(
        List.of("A b , c .", "D @-@ e .", "= Heats", "x = y"),
        texts(WikiText.read(file, WikiText.Form.TOKENISED)));
  }

  @Test
  void aStoryBeginsWhereTextFollowsDirectlyOnText() throws IOException {
    Path file = file("Once a1\n\na2\nOnce b1\r\n\r\nb2\r\nOnce c1\n\n");
    assertEquals(
        List.of("Once a1\n\na2", "Once b1\n\nb2", "Once c1"), texts(TinyStories.read(file)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "80 | `x`  | Lily played.      | 2",
        "80 | `x ` | Lily played.      | 1",
        "80 | `x`  | She played.       | 1",
        "80 | `x`  | The end.          | 1",
        "80 | `x`  | Hers was red.     | 2",
        "40 | `x`  | Lily played.      | 1",
        "40 | `x`  | Once Lily played. | 2",
        "80 | `x ` | Once Lily played. | 2"
      })
  void aLineThatCanBeginNoStoryGoesOnWithIts(int words, String last, String line, int stories)
      throws IOException {
    Path file = file("word ".repeat(words - 1) + last + "\n" + line + "\n");
    assertEquals(stories, TinyStories.read(file).size());
  }

  @Test
  void endLinesPartStoriesWhereTheyAreUsed() throws IOException {
    Path file = file("a1\na2\n<|endoftext|>\n\nb1\n\nb2\n<|endoftext|>\n<|endoftext|>\n");
    assertEquals(List.of("a1\n\na2", "b1\n\nb2"), texts(TinyStories.read(file)));
  }

  @ParameterizedTest
  @CsvSource({"lines", "wikitext", "tinystories"})
  void aCorpusWithoutTextIsRefused(String reader) throws IOException {
    Path file = file("\n  \n\n");
    Function<Path, Documents> read =
        switch (reader) {
          case "lines" -> TextLines::read;
          case "wikitext" -> WikiText::read;
          default -> TinyStories::read;
        };
    String message =
        assertThrows(IllegalArgumentException.class, () -> read.apply(file)).getMessage();
    assertTrue(message.contains("corpus.txt holds no "), message);
    Files.writeString(file, "");
    assertThrows(IllegalArgumentException.class, () -> read.apply(file));
  }

  @ParameterizedTest
  @CsvSource({"wiki.test.tokens, 4358, 1467, 706", "wiki.valid.tokens, 3760, 1299, 620"})
  void realWikiTextHasItsPublishedLines(String name, int lines, int blank, int headings) {
    Documents paragraphs = WikiText.read(Shared.path("data/wikitext-103/" + name));
    assertEquals(lines - blank - headings, paragraphs.size());
    texts(paragraphs).forEach(text -> assertTrue(!text.contains("@-@"), text));
  }

  @Test
  void realTinyStoriesAreTold() {
    Documents stories =
        TinyStories.read(Shared.path("data/tinystories/tinystories_train_head.txt"));
    assertEquals(1003, stories.size());
    assertTrue(
        stories.get(0).text().startsWith("One day, a little girl named Lily found a needle"));
    assertTrue(stories.get(0).text().endsWith("shared and worked together."));
    assertTrue(stories.get(1).text().startsWith("Once upon a time, there was a little car"));
    Path more = Shared.path("data/tinystories/tinystories_train_head_lowercased.txt");
    assertEquals(5028, TinyStories.read(more).size());
  }
}
