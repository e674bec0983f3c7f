package magnet.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * A cluster on this machine: Spark's {@code local-cluster[n,1,…]}, whose executors are Java
 * processes of their own, each with one core and PyTorch on one thread.
 *
 * <p>Executors find Spark as anywhere: by a home with a folder of jars, here of one that names
 * those of the tests.
 */
final class LocalCluster implements AutoCloseable {

  private static final int MEGABYTES = 1024;

  /** How a worker inside this process is told where Spark is; elsewhere SPARK_HOME says it. */
  private static final List<String> SAID = List.of("spark.testing", "spark.test.home");

  private final SparkSession spark;

  /**
   * Starts it.
   *
   * @param folder for Spark's home and what executors write
   * @param executors how many processes
   * @param settings more of Spark's, name and value by turns
   */
  LocalCluster(Path folder, int executors, String... settings) {
    Path home = home(folder.resolve("spark-home"), onClassPath(true));
    System.setProperty(SAID.get(0), "true");
    System.setProperty(SAID.get(1), home.toString());
    SparkSession.Builder builder =
        quiet(
            SparkSession.builder()
                .master("local-cluster[%d,1,%d]".formatted(executors, MEGABYTES))
                .appName("magnet-lite tests")
                .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.13") // there is no distribution
                .config("spark.executor.extraClassPath", classFolders()));
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
        .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.executor.memory", MEGABYTES + "m")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.network.timeout", "600s") // a starved process is not a lost one
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
  }

  SparkSession spark() {
    return spark;
  }

  /** The executors that this process started. */
  List<ProcessHandle> processes() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().filter(each -> each.endsWith("java")).isPresent())
        .toList();
  }

  /** Makes what SPARK_HOME names: a folder {@code jars}, here of one jar that names the others. */
  static Path home(Path folder, List<Path> all) {
    Manifest manifest = new Manifest();
    Attributes entries = manifest.getMainAttributes();
    entries.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    entries.put(
        Attributes.Name.CLASS_PATH,
        all.stream().map(jar -> jar.toUri().toString()).collect(Collectors.joining(" ")));
    try {
      Path jar = Files.createDirectories(folder.resolve("jars")).resolve("all.jar");
      new JarOutputStream(Files.newOutputStream(jar), manifest).close();
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
    List<ProcessHandle> running = processes();
    spark.stop();
    running.forEach(each -> each.onExit().join()); // they write to the folder until they end
    SAID.forEach(System::clearProperty);
  }
}
