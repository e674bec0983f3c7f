package magnet.bench;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The same work in Python (transformers and peft), run beside ours so that both meet the same
 * machine: the scripts of the folder {@code peer} that lies in {@code ../shared} or in {@code
 * MAGNET_SHARED}. The interpreter is {@code MAGNET_PYTHON}, or {@code python3}.
 */
final class BenchmarkPeer {

  private final Path scripts;
  private final String python;

  private BenchmarkPeer(Path scripts, String python) {
    this.scripts = scripts;
    this.python = python;
  }

  /**
   * The peer where its scripts and a Python with torch and transformers are at hand; else empty.
   */
  static Optional<BenchmarkPeer> find() {
    String named = System.getenv("MAGNET_SHARED");
    String python = Optional.ofNullable(System.getenv("MAGNET_PYTHON")).orElse("python3");
    for (String shared : named == null ? List.of("../shared", "../../shared") : List.of(named)) {
      Path scripts = Path.of(shared, "peer");
      if (Files.isDirectory(scripts) && imports(python)) {
        return Optional.of(new BenchmarkPeer(scripts.toAbsolutePath().normalize(), python));
      }
    }
    return Optional.empty();
  }

  private static boolean imports(String python) {
    try {
      return new ProcessBuilder(python, "-c", "import torch, transformers, peft")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether the scripts have a shape; their table of shapes is in {@code common.py}. */
  boolean knows(BenchmarkShape shape) {
    try {
      return Files.readString(scripts.resolve("common.py"))
          .contains("\"" + shape.name() + "\": dict(");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a script.
   *
   * @param command the script and its arguments
   * @param size the shape
   * @return seconds of each of its blocks
   * @throws IllegalStateException if it fails
   */
  List<Double> seconds(String command, String size) {
    List<String> line = new ArrayList<>(List.of(python));
    line.addAll(Arrays.asList(command.split(" ")));
    line.addAll(List.of("--size", size));
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(scripts.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "The peer's " + line + " ended with code " + process.exitValue() + "; run it by hand.");
      }
      JsonObject result = new Gson().fromJson(out.strip(), JsonObject.class);
      List<Double> seconds = new ArrayList<>();
      result.getAsJsonArray("seconds").forEach(each -> seconds.add(each.getAsDouble()));
      return seconds;
    } catch (IOException e) {
      throw new IllegalStateException("The peer's " + line + " cannot be run: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The benchmark was interrupted.", e);
    }
  }
}
