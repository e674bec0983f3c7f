package magnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import magnet.cli.Main;
import magnet.io.OwnLoader;
import org.junit.jupiter.api.Test;

class SparkStartTest {

  @Test
  void underMavenASecondJavaHasTheSameClassesAndSparks() throws Exception {
    try (OwnLoader maven = new OwnLoader()) {
      Method again =
          maven
              .load(SparkStart.class)
              .getDeclaredMethod("again", Path.class, Class.class, List.class);
      again.setAccessible(true);
      List<?> line =
          (List<?>)
              again.invoke(null, Path.of("jars"), maven.load(Main.class), List.of("run", "a.yaml"));
      String path =
          maven.path().stream()
              .map(each -> each + File.pathSeparator)
              .collect(Collectors.joining());
      assertEquals(
          List.of("-cp", path + Path.of("jars", "*"), Main.class.getName(), "run", "a.yaml"),
          line.subList(line.size() - 5, line.size()));
    }
  }
}
