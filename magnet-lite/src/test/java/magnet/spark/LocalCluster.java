package magnet.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * A cluster on this machine: Spark's {@code local-cluster[n,1,…]}, whose executors are Java
 * processes of their own, each with one core and PyTorch on one thread.
 *
 * <p>Executors find Spark as anywhere: by a home with a folder of jars, here of links to those of
 * the tests.
 */
final class LocalCluster implements AutoCloseable {

  private static final int MEGABYTES = 1024;

  /** Where a worker that runs inside a test finds Spark; elsewhere SPARK_HOME says it. */
  private static final Map<String, String> PLACE_OF =
      Map.of("spark.testing", "true", "spark.test.home", "");

  private final Map<String, String> before = new HashMap<>();
  private final SparkSession spark;

  /**
   * Starts it.
   *
   * @param folder for Spark's home and what executors write
   * @param executors how many processes
   * @param settings more of Spark's, name and value by turns
   */
  LocalCluster(Path folder, int executors, String... settings) {
    Path home = home(folder.resolve("spark-home"));
    for (String name : PLACE_OF.keySet()) {
      before.put(name, System.getProperty(name));
    }
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    SparkSession.Builder builder =
        quiet(
            SparkSession.builder()
                .master("local-cluster[%d,1,%d]".formatted(executors, MEGABYTES))
                .appName("magnet-lite tests")
                .config(
                    "spark.executorEnv.SPARK_SCALA_VERSION", "2.13") // links are no distribution
                .config("spark.executor.extraClassPath", classFolders())
                .config("spark.local.dir", folder.resolve("spark-local").toString()));
    for (int i = 0; i < settings.length; i += 2) {
      builder.config(settings[i], settings[i + 1]);
    }
    spark = builder.getOrCreate();
  }

  /** One core, one thread; no pages for a browser; few partitions, as there are few rows. */
  static SparkSession.Builder quiet(SparkSession.Builder builder) {
    return builder
        .config("spark.executorEnv.OMP_NUM_THREADS", "1")
        .config("spark.executorEnv.OPT_OUT_TRACKING", "true")
        .config("spark.executor.memory", MEGABYTES + "m")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
  }

  SparkSession spark() {
    return spark;
  }

  /** Makes what SPARK_HOME names: a folder {@code jars} of links. */
  static Path home(Path folder) {
    try {
      Path jars = Files.createDirectories(folder.resolve("jars"));
      for (Path jar : onClassPath(true)) {
        Path link = jars.resolve(jar.getFileName());
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, jar);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folders of the class path: what is compiled here. */
  static String classFolders() {
    return onClassPath(false).stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> onClassPath(boolean jars) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(entry -> jars ? entry.toString().endsWith(".jar") : Files.isDirectory(entry))
        .toList();
  }

  @Override
  public void close() {
    spark.stop();
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
