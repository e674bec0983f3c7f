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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import magnet.model.Decoder;

/** Programs that time blocks and print their seconds as JSON: the Python peer's, and ours. */
final class BenchmarkProcess {

  private BenchmarkProcess() {}

  /**
   * Runs one.
   *
   * @param line the program and its arguments
   * @return seconds of each of its blocks
   * @throws IllegalStateException if it fails
   */
  static List<Double> seconds(List<String> line) {
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            String.join(" ", line)
                + " ended with code "
                + process.exitValue()
                + "; run it by hand to see why.");
      }
      String last = out.substring(out.lastIndexOf('\n') + 1);
      JsonObject result = new Gson().fromJson(last, JsonObject.class);
      List<Double> seconds = new ArrayList<>();
      result.getAsJsonArray("seconds").forEach(each -> seconds.add(each.getAsDouble()));
      return seconds;
    } catch (IOException e) {
      throw new IllegalStateException(line + " cannot be run: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The benchmark was interrupted.", e);
    }
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
                Stream.of(classes.toString()),
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(each -> !Path.of(each).toAbsolutePath().normalize().equals(own())))
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
