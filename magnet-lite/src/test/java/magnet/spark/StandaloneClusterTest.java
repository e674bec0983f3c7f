package magnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A master and two workers, as Spark's own scripts start them, know nothing of this library: the
 * command line finds Spark and sends its jars.
 */
@Tag("slow")
class StandaloneClusterTest {

  private final List<Process> started = new ArrayList<>();

  private Process start(Path folder, String name, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  @Test
  void theCommandLineRunsAGridOnAStandaloneCluster(@TempDir Path folder) throws Exception {
    Path home = OwnJars.spark(folder.resolve("spark"));
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME", home.toString(),
            "SPARK_SCALA_VERSION", "2.13", // there is no distribution, which would tell it
            "SPARK_LOCAL_IP", "127.0.0.1",
            "OPT_OUT_TRACKING", "true");
    String jars = home.resolve("jars").resolve("*").toString();
    String port = freePort();
    String master = "spark://127.0.0.1:" + port;
    Path recipe =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            name: small
            model: pocket
            precision: float32
            corpus: {kind: pocket, count: 60, held-out: 4}
            objectives: {msg: 1}
            steps: 2
            batch: 2
            seeds: [1, 2]
            evaluations:
              text: {task: perplexity, data: held-out}
            output: %s
            """
                .formatted(folder.resolve("run")));
    try {
      start(
          folder,
          "master",
          environment,
          jars,
          "org.apache.spark.deploy.master.Master",
          "--host",
          "127.0.0.1",
          "--port",
          port,
          "--webui-port",
          "0");
      for (String worker : List.of("first", "second")) {
        start(
            folder,
            worker,
            environment,
            jars,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--webui-port",
            "0",
            "--work-dir",
            folder.resolve(worker).toString(),
            master);
      }
      Process run =
          start(
              folder,
              "magnet",
              environment,
              OwnJars.joined(OwnJars.of(folder)),
              "-Dspark.ui.enabled=false",
              "-Dspark.executor.cores=1",
              "-Dspark.executor.memory=768m",
              "magnet.cli.Main",
              "run",
              recipe.toString(),
              "--spark",
              master);
      int code = run.waitFor();
      String said = Files.readString(folder.resolve("magnet.log"), StandardCharsets.UTF_8);
      assertEquals(0, code, said);
      assertTrue(said.contains("MAGNET") && said.contains("perplexity"), said);
      for (String worker : List.of("first", "second")) {
        try (Stream<Path> files = Files.walk(folder.resolve(worker))) {
          assertTrue(
              files.anyMatch(file -> file.endsWith("magnet-lite.jar")),
              "an executor of the " + worker + " worker got the jars");
        }
      }
    } finally {
      started.forEach(Process::destroyForcibly);
      for (Process each : started) {
        each.waitFor();
      }
    }
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return String.valueOf(socket.getLocalPort());
    }
  }
}
