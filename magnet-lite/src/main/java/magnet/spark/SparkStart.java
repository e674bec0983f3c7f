package magnet.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import magnet.io.ClassPath;
import magnet.recipe.RunWorkers;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** How the command line comes to Spark, which its jar does not carry. */
public final class SparkStart {

  private static final String HOME = "SPARK_HOME";
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,.*");

  private SparkStart() {}

  /** Whether Spark is on the class path. */
  public static boolean isPossible() {
    return SparkStart.class.getClassLoader().getResource("org/apache/spark/sql/SparkSession.class")
        != null;
  }

  /**
   * Runs a program once more in a process that has Spark, of the folder that SPARK_HOME names;
   * gives its exit code.
   */
  public static int again(Class<?> program, List<String> arguments) {
    Path jars = home().orElseThrow(SparkStart::isMissing).resolve("jars");
    List<String> command = again(jars, program, arguments);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Java cannot be started again with Spark: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The run with Spark was interrupted.", e);
    }
  }

  /** A Java like this one with the classes of this program, and with Spark's. */
  static List<String> again(Path jars, Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(
        Stream.concat(ClassPath.of(program).stream(), Stream.of(jars.resolve("*")))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(program.getName());
    command.addAll(arguments);
    return command;
  }

  private static Optional<Path> home() {
    return Optional.ofNullable(System.getenv(HOME))
        .map(Path::of)
        .filter(home -> Files.isDirectory(home.resolve("jars")));
  }

  private static IllegalArgumentException isMissing() {
    String home = System.getenv(HOME);
    return new IllegalArgumentException(
        "--spark needs Apache Spark 4 (Scala 2.13), which is not part of magnet-lite, and"
            + " SPARK_HOME "
            + (home == null ? "is not set" : "is %s, which has no folder jars".formatted(home))
            + "; set it to a Spark distribution, or start by its bin/spark-submit (SPARK.md says"
            + " how).");
  }

  /**
   * Does something with a session that lives as long.
   *
   * @param master where the executors are; empty for what spark-submit says
   * @throws IllegalArgumentException if there is no master, or no Spark for the executors
   */
  public static int with(String master, String name, ToIntFunction<RunWorkers> work) {
    SparkConf conf = new SparkConf();
    if (!master.isEmpty()) {
      conf.setMaster(master);
    } else if (!conf.contains("spark.master")) {
      throw new IllegalArgumentException(
          "--spark names no master, and spark-submit did not start this; write one, such as"
              + " --spark local-cluster[2,1,2048].");
    }
    conf.setIfMissing("spark.app.name", name);
    conf.setIfMissing("spark.ui.showConsoleProgress", "false"); // there is a line of our own
    conf.setIfMissing("spark.executorEnv.OPT_OUT_TRACKING", "true");
    jars(conf);
    threads(conf);
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    try {
      return work.applyAsInt(MagnetSpark.cluster(spark));
    } finally {
      spark.stop();
    }
  }

  /** Executors on this machine take the classes from where they are; others get the jars. */
  private static void jars(SparkConf conf) {
    String master = conf.get("spark.master");
    if (LOCAL_CLUSTER.matcher(master).matches()) {
      home().orElseThrow(SparkStart::isMissing);
      conf.setIfMissing(
          "spark.executor.extraClassPath",
          ownClassPath().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    } else if (!master.startsWith("local") && !conf.contains("spark.jars")) {
      conf.set(
          "spark.jars",
          ownClassPath()
              .flatMap(SparkStart::withNamed)
              .distinct()
              .map(jar -> jar.toUri().toString())
              .collect(Collectors.joining(",")));
    }
  }

  /** As many threads of PyTorch as an executor has cores, and one part at a time. */
  private static void threads(SparkConf conf) {
    Matcher local = LOCAL_CLUSTER.matcher(conf.get("spark.master"));
    String cores = local.matches() ? local.group(1) : conf.get("spark.executor.cores", "");
    if (!cores.isEmpty()) {
      conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", cores);
      conf.setIfMissing("spark.task.cpus", cores);
    }
  }

  /** What is not Spark's own. */
  private static Stream<Path> ownClassPath() {
    Optional<Path> home = home().map(Path::toAbsolutePath);
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(entry -> home.isEmpty() || !entry.startsWith(home.get()));
  }

  /** A jar and those that its manifest names. */
  private static Stream<Path> withNamed(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return Stream.empty();
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return named == null
          ? Stream.of(jar)
          : Stream.concat(
              Stream.of(jar),
              Arrays.stream(named.split(" "))
                  .map(name -> Path.of(jar.toUri().resolve(name)))
                  .filter(Files::isRegularFile));
    } catch (IOException e) {
      throw new UncheckedIOException(jar + " cannot be read: " + e, e);
    }
  }
}
