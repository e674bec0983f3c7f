package elsewhere;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Classes of a user, compiled while a test runs, so that there can be two versions of one. */
final class Compiled {

  private static final Pattern NAME = Pattern.compile("public record (\\w+)");

  private Compiled() {}

  /** Compiles records, each given as a whole file, to a folder. */
  static Path in(Path folder, String... records) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", Files.createDirectories(folder.resolve("classes")).toString()));
    for (String each : records) {
      Matcher name = NAME.matcher(each);
      assertEquals(true, name.find(), each);
      arguments.add(Files.writeString(folder.resolve(name.group(1) + ".java"), each).toString());
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertEquals(0, code);
    return folder.resolve("classes");
  }
}
