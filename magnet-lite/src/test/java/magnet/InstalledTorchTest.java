package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import magnet.kernel.TorchRuntime;
import magnet.train.TrainingRow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The library on the PyTorch of the Python beside us, through a bridge that build-bridge.sh makes
 * (once; minutes): the numbers are those of the PyTorch that the build brings.
 */
@Tag("peer")
@Tag("slow")
class InstalledTorchTest {

  private static final Path SCRIPT = Path.of("src/main/native/build-bridge.sh");
  private static final int MISSING = 2;
  private static final Pattern PRINTED =
      Pattern.compile("export PYTORCH_LIBRARY_PATH='(.+)'", Pattern.DOTALL);

  /** What one process computed. */
  private record Results(
      String torch,
      float[][] logits,
      float[][] vectors,
      String filled,
      String written,
      List<Map<String, Double>> losses) {

    static Results compute() {
      String text = "Tom found the ball.";
      try (Magnet base = Magnet.load("pocket", Loading.auto().device("cpu").precision("float32"));
          Magnet adapted = Magnet.adapt(base).steps(2).batch(4).quiet().seed(7).train()) {
        int[] tokens = base.encode(text);
        return new Results(
            TorchRuntime.engine().getVersion(),
            base.logits(tokens, AttentionPattern.bidirectional(tokens.length)),
            base.embed(text, "It rains.").vectors(),
            base.infill("Tom lost his ___.", Infilling.tokens(1, 3)).best(),
            base.generate("One day,", Generating.tokens(12)).toString(),
            adapted.history().rows().stream().map(TrainingRow::losses).toList());
      }
    }
  }

  /** A process with another PyTorch. */
  static final class Other {

    private Other() {}

    public static void main(String[] file) throws IOException {
      Files.writeString(Path.of(file[0]), new Gson().toJson(Results.compute()));
    }
  }

  @Test
  void numbersAreThoseOfTheBuiltInTorch(@TempDir Path folder) throws Exception {
    String library = library();
    Path file = folder.resolve("results.json");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            file.toString());
    builder.environment().put("PYTORCH_LIBRARY_PATH", library);
    assertEquals("", failure(builder));
    Results found = new Gson().fromJson(Files.readString(file), Results.class);
    Results expected = Results.compute();
    assertNotEquals(expected.torch(), found.torch());
    System.out.println("Compared PyTorch " + found.torch() + " with " + expected.torch());
    assertNear(expected.logits(), found.logits());
    assertNear(expected.vectors(), found.vectors());
    assertEquals(expected.filled(), found.filled());
    assertEquals(expected.written(), found.written());
    assertEquals(expected.losses().size(), found.losses().size());
    for (int step = 0; step < expected.losses().size(); step++) {
      for (String name : expected.losses().get(step).keySet()) {
        assertEquals(
            expected.losses().get(step).get(name), found.losses().get(step).get(name), 1e-3, name);
      }
    }
  }

  private static void assertNear(float[][] expected, float[][] found) {
    assertEquals(expected.length, found.length);
    for (int row = 0; row < expected.length; row++) {
      assertArrayEquals(expected[row], found[row], 1e-4f, "row " + row);
    }
  }

  /** What the script says; skipped where it lacks a compiler, DJL's sources or a PyTorch. */
  private static String library() throws Exception {
    Process process = new ProcessBuilder("bash", SCRIPT.toString(), Peer.python()).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String why = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assumeTrue(code != MISSING, why);
    assertEquals(0, code, why);
    Matcher printed = PRINTED.matcher(told.strip());
    assertEquals(true, printed.matches(), told);
    return printed.group(1);
  }

  /** Empty where a process ended well. */
  private static String failure(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : told;
  }
}
