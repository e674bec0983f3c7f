package magnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Java snippet of README.md runs in JShell as it stands there, from top to bottom. */
class ReadmeTest {

  private static final Pattern SNIPPET = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern OWN_PATH = Pattern.compile("\"(my-[\\w.-]+)\"");

  @Test
  void everySnippetRuns(@TempDir Path folder) throws IOException {
    TinyCheckpoint.in(folder.resolve("my-checkpoint"));
    Files.write(
        folder.resolve("my-text.txt"),
        List.of(
            "The cat sat on the mat.",
            "A dog ran into the garden.",
            "Tom lost his ball.",
            "It began to rain, so they went home.",
            "Lily found the key under the bed."));
    List<String> snippets =
        SNIPPET.matcher(Files.readString(readme())).results().map(match -> match.group(1)).toList();
    assertTrue(snippets.size() >= 5, "snippets found: " + snippets.size());
    try (SnippetShell shell = new SnippetShell()) {
      shell.run("import java.nio.file.Path;");
      for (String snippet : snippets) {
        shell.run(small(snippet, folder));
      }
    }
  }

  /** Puts the reader's own files into a folder of this test, and has fewer steps. */
  private static String small(String snippet, Path folder) {
    String placed =
        OWN_PATH
            .matcher(snippet)
            .replaceAll(
                (MatchResult match) ->
                    "\"" + folder.resolve(match.group(1)).toString().replace("\\", "/") + "\"");
    return placed.replace(".steps(300).batch(16)", ".steps(3).batch(2).quiet()");
  }

  private static Path readme() {
    Path here = Path.of("README.md");
    return Files.exists(here) ? here : Path.of("..", "README.md");
  }
}
