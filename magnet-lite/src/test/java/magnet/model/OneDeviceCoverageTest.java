package magnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever adds a method to a kernel adds it to {@link OneDeviceTest}, which needs a Python. */
class OneDeviceCoverageTest {

  private static final Path KERNELS = Path.of("src", "main", "java", "magnet", "kernel");
  private static final Pattern CALL =
      Pattern.compile("\\.(?:train|infer)\\(\\s*\\w+,\\s*\"(\\w+)\"");

  @Test
  void everyMethodThatJavaCallsIsHeldAgainstMixedDevices() throws IOException {
    Set<String> called = new TreeSet<>();
    try (Stream<Path> files = Files.list(KERNELS)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher call = CALL.matcher(Files.readString(file));
        while (call.find()) {
          called.add(call.group(1));
        }
      }
    }
    assertTrue(called.containsAll(Set.of("forward", "step", "of_texts")), called.toString());
    called.removeAll(OneDeviceTest.held());
    assertEquals(Set.of(), called);
  }
}
