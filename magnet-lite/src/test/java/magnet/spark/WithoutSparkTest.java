package magnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import magnet.Adapter;
import magnet.Magnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who does not use Spark neither has it nor loads it. */
class WithoutSparkTest {

  /** What a notebook does. */
  static final class Notebook {

    private Notebook() {}

    public static void main(String[] arguments) {
      try (Magnet base = Magnet.load("pocket");
          Magnet model = base.with(Adapter.pocket());
          Magnet adapted = Magnet.adapt(base).steps(1).batch(2).quiet().train()) {
        System.out.println(model.embed("The cat naps.").vectors()[0].length);
        System.out.println(adapted.history().steps());
      }
    }
  }

  private record Outcome(int code, String said) {}

  private static Outcome run(String classes, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-verbose:class",
                "-cp",
                classes));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("OPT_OUT_TRACKING", "true");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said);
  }

  @Test
  void adaptingAndEmbeddingLoadNoClassOfSpark() throws Exception {
    String classes = System.getProperty("java.class.path"); // Spark is there to be loaded
    Outcome outcome = run(classes, Notebook.class.getName());
    assertEquals(0, outcome.code(), outcome.said());
    List<String> loaded =
        outcome.said().lines().filter(line -> line.contains("magnet.Magnet source")).toList();
    assertEquals(1, loaded.size(), "loaded classes are told");
    for (String foreign : List.of(" org.apache.spark.", " scala.", " magnet.spark.")) {
      List<String> found =
          outcome.said().lines().filter(line -> line.contains(foreign)).limit(3).toList();
      assertEquals(
          List.of(), found.stream().filter(line -> !line.contains("WithoutSparkTest")).toList());
    }
  }

  @Test
  void theCommandLineSaysHowToAddSpark(@TempDir Path folder) throws Exception {
    Path recipe =
        Files.writeString(
            folder.resolve("small.yaml"),
            "name: small\nmodel: pocket\nevaluations: {}\noutput: " + folder.resolve("run") + "\n");
    Outcome outcome =
        run(
            OwnJars.joined(OwnJars.of(folder)),
            "magnet.cli.Main",
            "run",
            recipe.toString(),
            "--spark",
            "local-cluster[2,1,1024]");
    List<String> told = outcome.said().lines().filter(line -> line.startsWith("magnet: ")).toList();
    assertEquals(2, outcome.code(), told::toString);
    assertEquals(
        List.of(
            "magnet: --spark needs Apache Spark 4 (Scala 2.13), which is not part of magnet-lite,"
                + " and SPARK_HOME is not set; set it to a Spark distribution, or start by its"
                + " bin/spark-submit (SPARK.md says how)."),
        told);
    assertTrue(outcome.said().lines().noneMatch(line -> line.contains(" org.apache.spark.")));
  }
}
