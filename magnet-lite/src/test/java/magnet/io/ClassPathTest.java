package magnet.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassPathTest {

  @Test
  void anOrdinaryJavaTellsItself() {
    List<Path> told =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(each -> Path.of(each).toAbsolutePath())
            .toList();
    assertEquals(told, ClassPath.of(ClassPathTest.class));
  }

  @Test
  void underMavenTheLoaderIsAsked() throws Exception {
    try (OwnLoader maven = new OwnLoader()) {
      assertEquals(maven.path(), ClassPath.of(maven.load(ClassPathTest.class)));
    }
  }

  @Test
  void classesOfAnotherMachineAreRefused() throws Exception {
    URL[] urls = {
      ClassPathTest.class.getProtectionDomain().getCodeSource().getLocation(),
      URI.create("http://localhost/other.jar").toURL()
    };
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> of = loader.loadClass("elsewhere.Compiled");
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> ClassPath.of(of));
      assertTrue(refusal.getMessage().contains("http://localhost/other.jar"));
    }
  }
}
