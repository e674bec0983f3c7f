package magnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section of this folder's README.md on search, groups and tables runs as it stands. */
class SectionSnippetsTest {

  private static final String SECTION = "## Search, groups and tables";

  @Test
  void theSectionRuns(@TempDir Path folder) throws IOException {
    String text = Files.readString(Path.of("README.md")).split(SECTION, 2)[1].split("\n## ", 2)[0];
    String snippet = text.split("```java\n", 2)[1].split("```", 2)[0];
    StringBuilder table = new StringBuilder("text,id\n");
    Corpus stories = Corpus.pocket();
    for (int i = 0; i < 30; i++) {
      table
          .append('"')
          .append(stories.documents().get(i).text().replace("\"", ""))
          .append("\",1\n");
    }
    Files.writeString(folder.resolve("my-table.csv"), table);
    try (SnippetShell shell = new SnippetShell()) {
      shell.run(snippet.replace("\"my-", "\"" + folder.toString().replace("\\", "/") + "/my-"));
    }
    assertTrue(Files.size(folder.resolve("my-map.svg")) > 1000);
    assertEquals(31, Files.readAllLines(folder.resolve("my-groups.csv")).size());
  }

  @Test
  void aTrainingIsWrittenAsJsonLines(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.jsonl");
    try (Magnet base = Magnet.load(TinyCheckpoint.in(folder.resolve("base")));
        Magnet model =
            Magnet.adapt(base)
                .on(Corpus.of(List.of("the cat sat down", "a dog ran to the garden")))
                .steps(3)
                .batch(2)
                .maxTokens(32)
                .quiet()
                .train()) {
      History history = model.history().save(file.toString());
      List<JsonObject> lines =
          Files.readAllLines(file).stream()
              .map(line -> JsonParser.parseString(line).getAsJsonObject())
              .toList();
      assertEquals(history.rows().size(), lines.size());
      JsonObject last = lines.get(lines.size() - 1);
      assertEquals(3, last.get("step").getAsInt());
      assertEquals(
          history.loss("mntp").orElseThrow(),
          last.getAsJsonObject("losses").get("mntp").getAsDouble());
      assertTrue(last.get("tokens-per-second").getAsDouble() > 0);
    }
  }
}
