package magnet.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import magnet.Corpus;
import magnet.io.AtomicFolder;
import magnet.recipe.report.RecipeReport;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a second executor brings, each with one core: {@code SparkBenchmark embed 20000 40000} and
 * {@code SparkBenchmark grid 100}.
 *
 * <p>Beside the seconds it tells processor time: of all executors together, and of the busiest.
 * Where cores are not free, one executor's processor time over that of the busiest of two is the
 * gain that free ones would give.
 */
public final class SparkBenchmark {

  private static final int TRAININGS = 4;

  private SparkBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments {@code embed} and numbers of rows, or {@code grid} and a number of steps
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("spark-benchmark-");
    try {
      for (int executors : List.of(1, 2)) {
        try (LocalCluster cluster =
            new LocalCluster(folder, executors, "spark.default.parallelism", "2")) {
          List<Integer> sizes =
              IntStream.range(1, arguments.length)
                  .mapToObj(i -> Integer.valueOf(arguments[i]))
                  .toList();
          if (arguments[0].equals("embed")) {
            embed(cluster, executors, sizes);
          } else {
            sizes.forEach(steps -> grid(cluster, executors, steps, folder));
          }
        }
      }
    } finally {
      AtomicFolder.delete(folder);
    }
  }

  private static void embed(LocalCluster cluster, int executors, List<Integer> sizes) {
    SparkSession spark = cluster.spark();
    Corpus stories = Corpus.pocket();
    String[] sentences =
        IntStream.range(0, 2000)
            .mapToObj(i -> stories.text(i).split("(?<=[.!?]) ")[0])
            .toArray(String[]::new);
    Consumer<Integer> embedding =
        rows -> {
          Dataset<Row> table =
              spark
                  .range(0, rows, 1, 4)
                  .map(
                      (MapFunction<Long, String>) i -> sentences[(int) (i % sentences.length)],
                      Encoders.STRING())
                  .toDF("text");
          MagnetSpark.model("pocket")
              .embed(table, "text", "vector")
              .write()
              .format("noop")
              .mode("overwrite")
              .save();
        };
    embedding.accept(4 * 500); // each executor loads its model and warms up
    for (int rows : sizes) {
      told(
          cluster,
          "%,d rows, %d executors".formatted(rows, executors),
          () -> embedding.accept(rows));
    }
  }

  private static void grid(LocalCluster cluster, int executors, int steps, Path folder) {
    Path recipe = folder.resolve("grid.yaml");
    try {
      Files.writeString(
          recipe,
          """
          name: grid
          model: pocket
          precision: float32
          corpus: {kind: pocket, count: 400, held-out: 16}
          objectives: {mntp: 1, msg: 3}
          batch: 8
          steps: %d
          seeds: %s
          evaluations:
            stories: {task: perplexity, data: held-out}
            gaps: {task: infill-perplexity, data: pocket, count: 20, limit: 40}
          """
              .formatted(steps, LongStream.rangeClosed(1, TRAININGS).boxed().toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    told(
        cluster,
        "%d trainings of %d steps, %d executors".formatted(TRAININGS, steps, executors),
        () ->
            RecipeReport.on(MagnetSpark.cluster(cluster.spark()))
                .run(recipe, folder.resolve("run" + executors)));
  }

  private static void told(LocalCluster cluster, String what, Runnable work) {
    List<ProcessHandle> processes = cluster.processes();
    long[] before = processes.stream().mapToLong(SparkBenchmark::processor).toArray();
    long begin = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - begin) / 1e9;
    double[] spent =
        IntStream.range(0, before.length)
            .mapToDouble(i -> (processor(processes.get(i)) - before[i]) / 1e3)
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f s; processor %.1f s, of the busiest executor %.1f s%n",
        what,
        seconds,
        Arrays.stream(spent).sum(),
        Arrays.stream(spent).max().orElse(0));
  }

  private static long processor(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }
}
