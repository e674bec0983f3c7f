package magnet.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import magnet.SnippetShell;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every notebook, exercise and solution runs in JShell from top to bottom, its trainings rehearsed
 * with few steps, and was saved after a full run. The checks of a solution say that it is right,
 * those of an exercise that something is left to do. notebooks/run.py does the same in the real
 * kernel.
 */
class NotebooksTest {

  private static final Path PLACE = Path.of("..", "notebooks");
  private static final String SHARE_OF_STEPS = "0.02";

  /** What JJava imports by itself. */
  private static final String KERNEL_IMPORTS =
      """
      import java.util.*;
      import java.io.*;
      import java.math.*;
      import java.net.*;
      import java.time.*;
      import java.util.concurrent.*;
      import java.util.prefs.*;
      import java.util.regex.*;
      import static magnet.notebook.MagnetNotebook.display;
      """;

  /** What notebook 11 loads; without it the notebook asks the Hub. */
  private static final Path REAL_MODEL =
      Path.of(System.getProperty("user.home"), ".cache", "magnet-lite", "models", "smollm2-135m");

  private static final Pattern OWN_MACHINE = Pattern.compile("/(tmp|root|home|work|Users)/");

  private record Notebook(Path file) {

    private JsonObject json() {
      try {
        return new Gson().fromJson(Files.readString(file), JsonObject.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private List<JsonObject> codeCells() {
      List<JsonObject> cells = new ArrayList<>();
      for (JsonElement cell : json().getAsJsonArray("cells")) {
        if (cell.getAsJsonObject().get("cell_type").getAsString().equals("code")) {
          cells.add(cell.getAsJsonObject());
        }
      }
      return cells;
    }

    private static String source(JsonObject cell) {
      JsonElement source = cell.get("source");
      if (source instanceof JsonArray lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.getAsString()));
        return text.toString();
      }
      return source.getAsString();
    }

    private boolean isSolution() {
      return isIn("solutions");
    }

    private boolean isExercise() {
      return isIn("exercises");
    }

    private boolean isIn(String folder) {
      return file.getParent().getFileName().toString().equals(folder);
    }
  }

  private static Stream<Notebook> notebooks() throws IOException {
    try (Stream<Path> files = Files.walk(PLACE)) {
      return files
          .filter(file -> file.toString().endsWith(".ipynb"))
          .filter(
              file -> Stream.of(".venv", ".ipynb_checkpoints").noneMatch(file.toString()::contains))
          .sorted()
          .map(Notebook::new)
          .toList()
          .stream();
    }
  }

  private static Stream<DynamicTest> each(Consumer<Notebook> test) throws IOException {
    return notebooks()
        .map(
            notebook ->
                dynamicTest(
                    PLACE.relativize(notebook.file).toString(), () -> test.accept(notebook)));
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> everyCellRuns() throws IOException {
    return each(NotebooksTest::run);
  }

  private static void run(Notebook notebook) {
    boolean real = notebook.file.getFileName().toString().startsWith("11-");
    assumeTrue(!real || Files.isDirectory(REAL_MODEL), REAL_MODEL + " is not there");
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setProperty("magnet.steps", SHARE_OF_STEPS);
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (SnippetShell shell = new SnippetShell()) {
      shell.run(KERNEL_IMPORTS);
      notebook.codeCells().forEach(cell -> shell.run(Notebook.source(cell)));
    } finally {
      System.setOut(console);
      System.clearProperty("magnet.steps");
    }
    String words = printed.toString(StandardCharsets.UTF_8);
    if (notebook.isSolution()) {
      assertTrue(words.contains("Right: "), "a solution checks itself: " + words);
      assertFalse(words.contains("Not yet: "), words);
    }
    if (notebook.isExercise()) {
      assertTrue(words.contains("Not yet: "), "an exercise leaves something to do: " + words);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyNotebookWasSavedAfterAFullRun() throws IOException {
    return each(
        notebook -> {
          JsonObject kernel =
              notebook.json().getAsJsonObject("metadata").getAsJsonObject("kernelspec");
          assertEquals("java", kernel.get("name").getAsString());
          int count = 0;
          for (JsonObject cell : notebook.codeCells()) {
            assertEquals(++count, cell.get("execution_count").getAsInt(), "run from the top");
            for (JsonElement each : cell.getAsJsonArray("outputs")) {
              JsonObject output = each.getAsJsonObject();
              String type = output.get("output_type").getAsString();
              assertFalse(type.equals("error"), () -> "an error: " + Notebook.source(cell));
              removePictures(output);
              String words = output.toString();
              assertFalse(words.contains("rehearsed"), () -> "not a full run: " + words);
              assertFalse(OWN_MACHINE.matcher(words).find(), () -> "names a machine: " + words);
            }
          }
        });
  }

  private static void removePictures(JsonObject output) {
    if (output.has("data")) {
      output.getAsJsonObject("data").remove("image/png");
    }
  }
}
