package magnet.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import magnet.Corpus;
import magnet.Loading;
import magnet.Magnet;
import magnet.io.AtomicFolder;
import magnet.recipe.report.RecipeReport;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a second executor brings, and how time grows with rows; each executor has one core to itself
 * and PyTorch on one thread. It needs Linux and its command taskset.
 *
 * <pre>
 * SparkBenchmark embed 3 4000      rows embedded by one executor and by two in turn, three times each
 * SparkBenchmark grid 3 60         four trainings of 60 steps and their evaluations, likewise
 * SparkBenchmark linear 3 8000     an eighth, a quarter, half and all of the rows by two executors
 * SparkBenchmark million 540       a million rows from Parquet to Parquet, or as many as 540 s allow
 * </pre>
 *
 * <p>One executor and two come in turn, ABBA, each time in new processes that have warmed up; the
 * last lines are medians. Beside the seconds stands processor time, of all executors and of the
 * busiest: where something else was at work, they tell.
 */
public final class SparkBenchmark {

  private static final int TRAININGS = 4;
  private static final int SENTENCES = 2000;
  private static final int MILLION = 1_000_000;
  private static final int WARM_UP = 1000;
  private static final Loading EXACT = Loading.auto().precision("float32");

  private final Path folder;
  private final Map<Integer, List<Double>> seconds = new TreeMap<>();

  private SparkBenchmark(Path folder) {
    this.folder = folder;
  }

  /**
   * Measures.
   *
   * @param arguments what, and the numbers that it takes
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("spark-benchmark-");
    try {
      SparkBenchmark benchmark = new SparkBenchmark(folder);
      int first = Integer.parseInt(arguments[1]);
      switch (arguments[0]) {
        case "embed" -> {
          int rows = Integer.parseInt(arguments[2]);
          benchmark.inTurn(first, cluster -> benchmark.embed(cluster, rows));
        }
        case "grid" -> {
          int steps = Integer.parseInt(arguments[2]);
          benchmark.inTurn(first, cluster -> benchmark.grid(cluster, steps));
        }
        case "linear" -> benchmark.linear(first, Integer.parseInt(arguments[2]));
        case "million" -> benchmark.million(first);
        default ->
            throw new IllegalArgumentException(
                arguments[0] + " is not measured, expected embed, grid, linear or million.");
      }
    } finally {
      AtomicFolder.delete(folder);
    }
  }

  private LocalCluster cluster(int executors) {
    LocalCluster cluster =
        new LocalCluster(
            folder,
            executors,
            "spark.default.parallelism",
            "" + executors,
            "spark.scheduler.minRegisteredResourcesRatio", // else one does the other's share
            "1",
            "spark.scheduler.maxRegisteredResourcesWaitingTime",
            "120s");
    embedding(cluster, WARM_UP).run(); // each executor loads its model, and Java compiles
    List<ProcessHandle> processes = cluster.processes();
    if (processes.size() != executors) {
      throw new IllegalStateException(
          processes.size() + " executors are at work, expected " + executors + "; try again.");
    }
    List<Integer> cores = cores();
    for (int i = 0; i < executors; i++) {
      pin(processes.get(i), cores.get(cores.size() - 1 - i % cores.size()));
    }
    return cluster;
  }

  /** The cores that this process may use, of Linux: {@code 0-1,4}. */
  private static List<Integer> cores() {
    try {
      String list =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("Cpus_allowed_list:"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElseThrow();
      return Arrays.stream(list.split(","))
          .map(range -> range.split("-"))
          .flatMapToInt(
              ends ->
                  IntStream.rangeClosed(
                      Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])))
          .boxed()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps all threads of a process on one core. */
  private static void pin(ProcessHandle process, int core) {
    String[] command = {"taskset", "-a", "-p", "-c", "" + core, "" + process.pid()};
    try {
      Process pinning =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      if (pinning.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One executor, two, two, one, and so on. */
  private void inTurn(int times, ToDoubleFunction<LocalCluster> measured) {
    for (int time = 0; time < times; time++) {
      for (int executors : time % 2 == 0 ? List.of(1, 2) : List.of(2, 1)) {
        try (LocalCluster cluster = cluster(executors)) {
          seconds
              .computeIfAbsent(executors, absent -> new ArrayList<>())
              .add(measured.applyAsDouble(cluster));
        }
      }
    }
    double one = median(seconds.get(1));
    double two = median(seconds.get(2));
    System.out.printf(
        Locale.ROOT,
        "medians of %d: one executor %.2f s, two %.2f s: %.2fx%n",
        times,
        one,
        two,
        one / two);
  }

  private static double median(List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String[] sentences() {
    Corpus stories = Corpus.pocket();
    return IntStream.range(0, SENTENCES)
        .mapToObj(i -> stories.text(i).split("(?<=[.!?]) ")[0])
        .toArray(String[]::new);
  }

  private static Dataset<Row> table(SparkSession spark, int rows) {
    String[] sentences = sentences();
    return spark
        .range(0, rows, 1, 4)
        .map(
            (MapFunction<Long, String>) i -> sentences[(int) (i % sentences.length)],
            Encoders.STRING())
        .toDF("text");
  }

  private static Runnable embedding(LocalCluster cluster, int rows) {
    Dataset<Row> table = table(cluster.spark(), rows);
    return () ->
        MagnetSpark.model("pocket")
            .loading(EXACT)
            .embed(table, "text", "vector")
            .write()
            .format("noop")
            .mode("overwrite")
            .save();
  }

  private double embed(LocalCluster cluster, int rows) {
    String what = "%,d rows".formatted(rows);
    return told(cluster, what, embedding(cluster, rows));
  }

  private double grid(LocalCluster cluster, int steps) {
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
          measure-every: %d
          while-training: {every: %d, evaluations: [stories]}
          seeds: %s
          evaluations:
            stories: {task: perplexity, data: held-out}
            gaps: {task: infill-perplexity, data: pocket, count: 20, limit: 40}
          """
              .formatted(
                  steps,
                  steps,
                  steps, // so that the run keeps its trainings in its folder, and none is found
                  LongStream.rangeClosed(1, TRAININGS).boxed().toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String what = "%d trainings of %d steps".formatted(TRAININGS, steps);
    Path run = folder.resolve("run");
    double took =
        told(
            cluster,
            what,
            () -> RecipeReport.on(MagnetSpark.cluster(cluster.spark())).run(recipe, run));
    AtomicFolder.delete(run);
    return took;
  }

  /** Sizes in turn, so that what slows down a machine slows down all. */
  private void linear(int times, int most) {
    List<Integer> sizes = List.of(most / 8, most / 4, most / 2, most);
    try (LocalCluster cluster = cluster(2)) {
      for (int time = 0; time < times; time++) {
        for (int rows : sizes) {
          seconds.computeIfAbsent(rows, absent -> new ArrayList<>()).add(embed(cluster, rows));
        }
      }
    }
    seconds.forEach(
        (rows, all) ->
            System.out.printf(
                Locale.ROOT,
                "median of %d: %,d rows in %.2f s, %,.0f rows a second%n",
                times,
                rows,
                median(all),
                rows / median(all)));
  }

  private void million(int limit) {
    try (LocalCluster cluster = cluster(2)) {
      int trial = 2 * WARM_UP;
      double took = embed(cluster, trial);
      int rows = (int) Math.min(MILLION, trial / took * limit);
      SparkSession spark = cluster.spark();
      String in = folder.resolve("texts").toString();
      String out = folder.resolve("vectors").toString();
      table(spark, rows).write().parquet(in);
      double all =
          told(
              cluster,
              "%,d rows from Parquet to Parquet".formatted(rows),
              () ->
                  MagnetSpark.model("pocket")
                      .loading(EXACT)
                      .embed(spark.read().parquet(in), "text", "vector")
                      .write()
                      .parquet(out));
      System.out.printf(
          Locale.ROOT,
          "%,.0f rows a second; %,d rows before, %,d after; farthest from one machine's: %.1e%n",
          rows / all,
          rows,
          spark.read().parquet(out).count(),
          farthest(spark.read().parquet(out).limit(SENTENCES).collectAsList()));
    }
  }

  /** How far a number of a vector is from what this process makes of the text. */
  private static double farthest(List<Row> rows) {
    float[][] here;
    try (Magnet base = Magnet.load("pocket", EXACT)) {
      here = base.embed(rows.stream().map(row -> row.getString(0)).toList()).vectors();
    }
    double most = 0;
    for (int i = 0; i < here.length; i++) {
      List<Float> there = rows.get(i).getList(1);
      for (int j = 0; j < there.size(); j++) {
        most = Math.max(most, Math.abs(here[i][j] - there.get(j)));
      }
    }
    return most;
  }

  private static double told(LocalCluster cluster, String what, Runnable work) {
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
        "%s, %d executors: %.2f s; processor %.2f s, of the busiest executor %.2f s%n",
        what,
        processes.size(),
        seconds,
        Arrays.stream(spent).sum(),
        Arrays.stream(spent).max().orElse(0));
    return seconds;
  }

  private static long processor(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }
}
