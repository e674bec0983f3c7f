package magnet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import magnet.io.OwnLoader;
import magnet.model.Precision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmark measures and how it tells it; the speed itself is not tested. */
class BenchmarkTest {

  @Test
  void shapesAreOfTheSizeThatTheyTell() {
    assertEquals(134_515_008, BenchmarkShape.of("L").architecture().parameters(), "SmolLM2-135M");
    assertEquals(70_800_000, BenchmarkShape.of("M").architecture().parameters(), 100_000);
    assertEquals(15_200_000, BenchmarkShape.of("S").architecture().parameters(), 100_000);
    assertThrows(IllegalArgumentException.class, () -> BenchmarkShape.of("XL"));
  }

  @Test
  void onlyATenthOfTheSpeedIsTooSlow() {
    assertFalse(Benchmark.isTooSlow(9.9));
    assertTrue(Benchmark.isTooSlow(10));
  }

  @Test
  void aRowIsToldInALine() {
    BenchmarkTask task =
        new BenchmarkTask("training", "float32", "tokens", 100, () -> {}, "peer.py", "");
    List<Double> ours = List.of(1.0, 2.0, 3.0);
    assertEquals(
        "training, float32: 50.0 tokens/s",
        new BenchmarkRow(task, List.of(new BenchmarkRow.Round(ours, List.of(), List.of())), "")
            .toString());
    assertEquals(
        "training, float32: 50.0 tokens/s, 1.50 times the careful peer",
        new BenchmarkRow(
                task,
                List.of(new BenchmarkRow.Round(ours, List.of(3.0), List.of())),
                "the careful peer")
            .toString());
  }

  @Test
  void theCommandLineChoosesWhatIsMeasured() {
    Benchmark.Options usual = Benchmark.Options.of();
    assertEquals(List.of(BenchmarkShape.S), usual.shapes());
    assertEquals(BenchmarkModel.TASKS, usual.tasks());
    assertEquals(List.of(), usual.precisions(), "those that the machine multiplies well");
    Benchmark.Options one =
        Benchmark.Options.of("L,M", "5", "cpu", "float32", "training", "against=old");
    assertEquals(List.of(BenchmarkShape.L, BenchmarkShape.M), one.shapes());
    assertEquals(5, one.rounds());
    assertEquals(List.of(Precision.FLOAT32), one.precisions());
    assertEquals(List.of("training"), one.tasks());
    assertEquals(Path.of("old").toAbsolutePath(), one.against().orElseThrow());
    assertThrows(
        IllegalArgumentException.class,
        () -> Benchmark.Options.of("S", "1", "cpu", "float32", "sleeping"));
  }

  /** It has as many threads, and its starter is there. */
  @Test
  void thePeerRunsAsOursDoes() {
    List<String> line =
        new BenchmarkPeer(Path.of("scripts"), "python3")
            .line("peer_train.py --head selected", BenchmarkShape.L);
    assertEquals("python3", line.get(0));
    assertTrue(Files.exists(Path.of(line.get(1))), line.get(1));
    assertEquals(
        List.of("scripts", "peer_train.py", "--head", "selected", "--size", "L", "--threads"),
        line.subList(2, 9));
    assertEquals(String.valueOf(BenchmarkPeer.threads()), line.get(9));
  }

  /** It is started, reads its arguments, and what it says of them is told. */
  @Test
  void underMavenAProcessHasTheSameClasses() throws Exception {
    List<String> line = new ArrayList<>();
    try (OwnLoader maven = new OwnLoader()) {
      Method turn =
          maven.load(BenchmarkProcess.class).getDeclaredMethod("turn", Path.class, List.class);
      turn.setAccessible(true);
      List<?> made = (List<?>) turn.invoke(null, BenchmarkProcess.own(), List.of("XL"));
      made.forEach(each -> line.add(each.toString()));
    }
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> BenchmarkProcess.seconds(line));
    String message = refusal.getMessage();
    assertTrue(message.contains("BenchmarkTurn XL ended with code 1, expected 0"), message);
    assertTrue(message.contains("IllegalArgumentException: Shape \"XL\""), message);
    assertFalse(message.contains("\tat "), message);
    assertFalse(message.contains(File.pathSeparator + "/"), message);
  }

  /** A turn in a process of its own, as other classes have it: here those of this build. */
  @Test
  @Tag("slow")
  void aTurnOfOtherClassesIsTimed(@TempDir Path folder) throws IOException {
    Benchmark.write(BenchmarkShape.S, folder);
    List<String> turn = List.of("S", folder.toString(), "float32", "cpu", "generation");
    Path classes = BenchmarkProcess.own();
    List<Double> seconds = BenchmarkProcess.seconds(BenchmarkProcess.turn(classes, turn));
    assertEquals(BenchmarkShape.S.blocks(), seconds.size());
    assertTrue(seconds.stream().allMatch(each -> each > 0), seconds.toString());
    assertThrows(IllegalArgumentException.class, () -> BenchmarkProcess.turn(folder, turn));
    assertThrows(
        IllegalStateException.class,
        () -> BenchmarkProcess.seconds(BenchmarkProcess.turn(classes, List.of("XL"))));
  }

  @Test
  void anOperationsOwnTimeIsWithoutThatOfWhatItCalls() {
    String trace =
        """
        [{"name": "linear", "ts": 0, "dur": 10000, "tid": 1},
         {"name": "mm", "ts": 0, "dur": 7000, "tid": 1},
         {"name": "copy", "ts": 1000, "dur": 2000, "tid": 1},
         {"name": "copy", "ts": 10000, "dur": 1000, "tid": 1},
         {"name": "mm", "ts": 500, "dur": 4000, "tid": 2},
         {"name": "a name", "ts": 0, "tid": 1}]\
        """;
    assertEquals(
        Map.of("linear", 3.0, "mm", 9.0, "copy", 3.0),
        BenchmarkProfile.ownMillis(JsonParser.parseString(trace).getAsJsonArray()));
  }
}
