package magnet.bench;

import java.io.IOException;
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

  BenchmarkPeer(Path scripts, String python) {
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

  /**
   * Runs a script.
   *
   * @param command the script and its arguments
   * @param shape the shape
   * @return seconds of each of its blocks
   * @throws IllegalStateException if it fails
   */
  List<Double> seconds(String command, BenchmarkShape shape) {
    return BenchmarkProcess.seconds(line(command, shape));
  }

  /** With as many threads as ours has. */
  List<String> line(String command, BenchmarkShape shape) {
    List<String> line = new ArrayList<>(List.of(python, starter(), scripts.toString()));
    line.addAll(Arrays.asList(command.split(" ")));
    line.addAll(List.of("--size", shape.name(), "--threads", String.valueOf(threads())));
    return line;
  }

  /** The cores that this process may use, or fewer if {@code OMP_NUM_THREADS} says so. */
  static int threads() {
    int cores = Runtime.getRuntime().availableProcessors();
    String said = System.getenv("OMP_NUM_THREADS");
    return said == null ? cores : Math.min(cores, Integer.parseInt(said));
  }

  /** Knows our shapes; lies in the sources, two folders above these classes. */
  private static String starter() {
    return BenchmarkProcess.folder(BenchmarkPeer.class)
        .resolve("../../src/test/python/benchmark_peer.py")
        .normalize()
        .toString();
  }
}
