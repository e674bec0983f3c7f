package magnet.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What a user has who built the library: its jar and those that it needs, without Spark; and beside
 * them a Spark without this library.
 */
final class OwnJars {

  /** What no Spark distribution has; the rest of the class path serves as one. */
  private static final List<String> OURS =
      List.of(
          "/ai/djl/",
          "/tech/tablesaw/",
          "/org/knowm/",
          "/org/hipparchus/",
          "/info/picocli/",
          "/org/snakeyaml/",
          "/com/google/code/gson/",
          "/net/java/dev/jna/",
          "/org/apache/pdfbox/",
          "/it/unimi/dsi/",
          "/com/univocity/",
          "/com/madgag/",
          "/de/erichseifert/",
          "/io/github/classgraph/",
          "/org/roaringbitmap/",
          "/com/ibm/icu/",
          "/org/apache/commons/commons-compress/",
          "/org/apache/commons/commons-math3/",
          "/commons-codec/",
          "/commons-io/",
          "/com/google/guava/",
          "/org/slf4j/");

  private OwnJars() {}

  /** The jars that a user without Spark has; that of the library is made in the folder. */
  static List<Path> of(Path folder) {
    List<Path> jars = new ArrayList<>(List.of(library(folder.resolve("magnet-lite.jar"))));
    jars.addAll(onClassPath().filter(OwnJars::isOurs).toList());
    return jars;
  }

  /** As a class path. */
  static String joined(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** A folder for SPARK_HOME that knows the jars that Spark needs. */
  static Path spark(Path folder) {
    return LocalCluster.home(
        folder,
        onClassPath().filter(jar -> !isOurs(jar) || isShared(jar)).filter(OwnJars::isJar).toList());
  }

  private static boolean isOurs(Path jar) {
    return isJar(jar) && OURS.stream().anyMatch(jar.toString().replace('\\', '/')::contains);
  }

  /** What both have, as a distribution of Spark does. */
  private static boolean isShared(Path jar) {
    String name = jar.toString().replace('\\', '/');
    return !name.contains("/ai/djl/")
        && !name.contains("/info/picocli/")
        && !name.contains("/org/snakeyaml/")
        && !name.contains("/tech/tablesaw/");
  }

  private static boolean isJar(Path entry) {
    return entry.toString().endsWith(".jar");
  }

  private static Stream<Path> onClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath());
  }

  /** Joins the folders of the class path that hold the library in a jar. */
  private static Path library(Path jar) {
    List<String> written = new ArrayList<>();
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setLevel(0);
      for (Path folder :
          onClassPath().filter(Files::isDirectory).filter(each -> !isOfTests(each)).toList()) {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path each : all.filter(Files::isRegularFile).toList()) {
            String name = folder.relativize(each).toString().replace('\\', '/');
            if (!written.contains(name)) {
              written.add(name);
              zip.putNextEntry(new ZipEntry(name));
              Files.copy(each, zip);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }

  private static boolean isOfTests(Path folder) {
    return folder.endsWith("test-classes") || folder.endsWith(Path.of("src/test/resources"));
  }
}
