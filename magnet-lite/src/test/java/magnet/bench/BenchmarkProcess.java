package magnet.bench;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import magnet.io.ClassPath;
import magnet.io.Quoted;
import magnet.model.Decoder;

/** Programs that time blocks and print their seconds as JSON: the Python peer's, and ours. */
final class BenchmarkProcess {

  /** So many lines of what a program wrote tell why it failed. */
  private static final int LAST_LINES = 5;

  private BenchmarkProcess() {}

  /**
   * Runs one.
   *
   * @param line the program and its arguments
   * @return seconds of each of its blocks
   * @throws IllegalStateException if it fails; the message has the last lines of what it wrote
   */
  static List<Double> seconds(List<String> line) {
    try {
      Path errors = Files.createTempFile("benchmark", ".log");
      try {
        Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
        String out =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
          throw new IllegalStateException(
              Quoted.sentence(
                  "%s ended with code %d, expected 0; mend what its last lines say: %s"
                      .formatted(shown(line), process.exitValue(), last(errors))));
        }
        String last = out.substring(out.lastIndexOf('\n') + 1);
        JsonObject result = new Gson().fromJson(last, JsonObject.class);
        List<Double> seconds = new ArrayList<>();
        result.getAsJsonArray("seconds").forEach(each -> seconds.add(each.getAsDouble()));
        return seconds;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new IllegalStateException(shown(line) + " cannot be run: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The benchmark was interrupted.", e);
    }
  }

  /** A command line without its class path, which fills pages. */
  private static String shown(List<String> line) {
    List<String> shown = new ArrayList<>(line);
    int path = shown.indexOf("-cp") + 1;
    if (path > 0) {
      shown.set(path, "…");
    }
    return String.join(" ", shown);
  }

  /** What stands at the end of a log: of a Java exception its message, not where it came from. */
  private static String last(Path log) throws IOException {
    List<String> said =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(each -> !each.isBlank() && !each.matches("\\s+(at |\\.\\.\\. ).*"))
            .map(String::strip)
            .toList();
    return said.isEmpty()
        ? "it wrote nothing."
        : String.join(" / ", said.subList(Math.max(0, said.size() - LAST_LINES), said.size()));
  }

  /**
   * A turn of ours in a Java like this one.
   *
   * @param classes the folder of the library's classes: this build's, or another commit's
   * @param arguments of {@link BenchmarkTurn}
   */
  static List<String> turn(Path classes, List<String> arguments) {
    if (!Files.isDirectory(classes.resolve("magnet/kernel"))) {
      throw new IllegalArgumentException(
          classes
              + " holds no classes of this library; name a commit's magnet-lite/target/classes.");
    }
    String path =
        Stream.concat(
                Stream.of(classes),
                ClassPath.of(BenchmarkProcess.class).stream()
                    .filter(each -> !each.normalize().equals(own())))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    line.addAll(List.of("-cp", path, BenchmarkTurn.class.getName()));
    line.addAll(arguments);
    return line;
  }

  /** The folder of the library's classes in this process. */
  static Path own() {
    return folder(Decoder.class);
  }

  /** The folder that a class was read from. */
  static Path folder(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath()
          .normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
