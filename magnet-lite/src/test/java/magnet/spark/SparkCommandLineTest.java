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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line does with a Spark that knows nothing of this library. */
@Tag("slow")
class SparkCommandLineTest {

  @TempDir static Path folder;

  private static Path home;
  private static List<Path> ours;

  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void unpackSpark() {
    home = OwnJars.spark(folder.resolve("spark"));
    ours = OwnJars.of(folder);
  }

  @AfterEach
  void stop() throws InterruptedException {
    started.forEach(Process::destroyForcibly);
    for (Process each : started) {
      each.waitFor();
    }
  }

  /** Starts Java beside this process; what it says goes to a file. */
  private Process start(String name, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dspark.ui.enabled=false",
                "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                "-cp"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log(name).toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", home.toString(),
                "SPARK_SCALA_VERSION", "2.13", // there is no distribution, which would tell it
                "SPARK_LOCAL_IP", "127.0.0.1",
                "OPT_OUT_TRACKING", "true"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** What a distribution's scripts put on the class path. */
  private static String spark() {
    return home.resolve("jars").resolve("*").toString();
  }

  private static Path recipe(String name) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
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
            .formatted(folder.resolve(name)));
  }

  /** Waits for a run and looks for its table and its files. */
  private static void assertRan(Process run, String name) throws Exception {
    int code = run.waitFor();
    String said = Files.readString(log(name), StandardCharsets.UTF_8);
    assertEquals(0, code, said);
    assertTrue(said.contains("MAGNET") && said.contains("perplexity"), said);
    assertTrue(said.contains(" 5/5 (100 %)"), said); // 2 trainings, and the text by 3 candidates
    for (int seed = 1; seed <= 2; seed++) {
      String adapter = "%s/adapters/magnet-seed%d/adapter_config.json".formatted(name, seed);
      assertTrue(Files.exists(folder.resolve(adapter)), adapter);
    }
  }

  @Test
  void itStartsAClusterOnThisMachine() throws Exception {
    Process run =
        start(
            "local",
            OwnJars.joined(ours),
            "magnet.cli.Main",
            "run",
            recipe("local").toString(),
            "--spark",
            "local-cluster[2,1,1024]");
    assertRan(run, "local");
  }

  /** As {@code bin/spark-submit} does, which is a script around this class. */
  @Test
  void itTakesTheClusterOfSparkSubmit() throws Exception {
    Process run =
        start(
            "submit",
            spark(),
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "local-cluster[1,1,1024]",
            "--conf",
            "spark.executorEnv.OMP_NUM_THREADS=1",
            "--class",
            "magnet.cli.Main",
            "--jars",
            ours.stream()
                .skip(1)
                .map(Path::toString)
                .filter(each -> !each.contains("slf4j-simple"))
                .collect(Collectors.joining(",")),
            ours.get(0).toString(),
            "run",
            recipe("submit").toString(),
            "--spark");
    assertRan(run, "submit");
  }

  /** A master and two workers, as Spark's own scripts start them, get the jars that they lack. */
  @Test
  void itSendsItsJarsToAStandaloneCluster() throws Exception {
    String port = freePort();
    String master = "spark://127.0.0.1:" + port;
    start(
        "master",
        spark(),
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--webui-port",
        "0");
    for (String worker : List.of("first", "second")) {
      start(
          worker,
          spark(),
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
            "standalone",
            OwnJars.joined(ours),
            "-Dspark.executor.cores=1",
            "-Dspark.executor.memory=768m",
            "magnet.cli.Main",
            "run",
            recipe("standalone").toString(),
            "--spark",
            master);
    assertRan(run, "standalone");
    for (String worker : List.of("first", "second")) {
      try (Stream<Path> files = Files.walk(folder.resolve(worker))) {
        assertTrue(
            files.anyMatch(file -> file.endsWith("magnet-lite.jar")),
            "an executor of the " + worker + " worker got the jars");
      }
    }
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return String.valueOf(socket.getLocalPort());
    }
  }
}
