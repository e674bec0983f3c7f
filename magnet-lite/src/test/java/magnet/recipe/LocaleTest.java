package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import magnet.Magnet;
import magnet.TinyCheckpoint;
import magnet.cli.Main;
import magnet.view.progress.LiveProgress;
import magnet.view.progress.ProgressState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a machine reads (files, SVG, HTML, the command line's output) is the same to the byte
 * wherever the user lives: commas for points, digits of another script and a dotless i would break
 * it.
 */
@Tag("slow")
class LocaleTest {

  private static final List<String> PLACES = List.of("tr-TR", "de-DE", "ar-EG", "fa-IR", "und");

  /** The process that writes: from its start, not only from here on, the language is Turkish. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      Path model = TinyCheckpoint.in(folder.resolve("model"));
      for (String place : PLACES) {
        Locale.setDefault(Locale.forLanguageTag(place));
        write(model, Files.createDirectories(folder.resolve(place)));
      }
    }

    private static void write(Path tiny, Path folder) throws IOException {
      try (Magnet model = Magnet.load(tiny)) {
        for (String ending : List.of("csv", "npy", "npz")) {
          model.embed("The cat naps.", "#1, asleep").save(folder.resolve("vectors." + ending));
        }
        model.save(folder.resolve("model"));
        model.saveSentenceTransformer(folder.resolve("encoder"));
        Files.writeString(folder.resolve("rows.txt"), model.embed("a cat", "a dog").toString());
      }
      Files.write(
          folder.resolve("text.txt"),
          IntStream.range(0, 40).mapToObj(i -> "The cat saw dog number " + i + ".").toList());
      Path recipe =
          Files.writeString(
              folder.resolve("recipe.yaml"),
              """
              name: IDLE-Irises
              model: ${MODEL}
              corpus: {kind: lines, path: "${DATA}/text.txt", held-out: 0.2}
              objectives: {mntp: 1, sscl: 0.2, msg: 3}
              steps: 3
              batch: 2
              max-tokens: 32
              evaluations:
                text: {task: perplexity, data: held-out, limit: 4}
              samples:
                blanks: ["The cat saw ___ by the sea."]
                blank-tokens: 2
              """);
      run(
          recipe,
          "--output=" + folder.resolve("run"),
          "--data=" + folder,
          "--define=MODEL=" + tiny);
      command(folder, "show", tiny.toString());
      command(folder, "generate", "-m", tiny.toString(), "--tokens", "3", "a cat");
      StringBuilder screen = new StringBuilder();
      try (LiveProgress progress =
          new LiveProgress((output, text) -> screen.append(output.data()).append(text), () -> 0)) {
        for (int i = 1; i <= 1200; i++) {
          Map<String, Double> losses = Map.of("msg", 1234.5 / i);
          progress.update(
              new ProgressState(
                  "adapting", i, 1200, losses, 1234.5, "tokens", Duration.ofHours(2)));
        }
      }
      Files.writeString(folder.resolve("progress.html"), screen);
    }

    /** What it tells on the way has times in it; what it leaves is compared. */
    private static void run(Path recipe, String... places) {
      output(Stream.concat(Stream.of("run", recipe.toString()), Stream.of(places)));
    }

    private static void command(Path folder, String... arguments) throws IOException {
      Files.writeString(folder.resolve(arguments[0] + ".out"), output(Stream.of(arguments)));
    }

    private static String output(Stream<String> arguments) {
      StringWriter out = new StringWriter();
      int code =
          Main.run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
      if (code != 0) {
        throw new IllegalStateException(out.toString());
      }
      return out.toString();
    }
  }

  @Test
  void whatIsWrittenIsTheSameEverywhere(@TempDir Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    Map<String, String> expected = files(folder.resolve("und"));
    for (String name : List.of("run/report.md", "show.out", "vectors.npz", "progress.html")) {
      assertTrue(expected.containsKey(name), name + " in " + expected.keySet());
    }
    for (String place : PLACES) {
      Map<String, String> found = files(folder.resolve(place));
      assertEquals(expected.keySet(), found.keySet(), place);
      expected.forEach((name, text) -> assertEquals(text, found.get(name), place + ": " + name));
    }
  }

  /** All files by name, with what differs from one run to the next (place, date, time) masked. */
  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        files.put(
            folder.relativize(file).toString().replace('\\', '/'),
            text.replace(folder.toString(), "PLACE")
                .replaceAll("\"seconds\": ?[0-9.E-]+", "SECONDS")
                .replaceAll("/" + folder.getFileName() + "\\b", "/PLACE")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "DATE"));
      }
    }
    return files;
  }
}
