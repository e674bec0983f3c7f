package magnet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed without warning and its successor make one run. */
@Tag("slow")
class KilledRunTest {

  private static final long PATIENCE_SECONDS = 120;
  private static final int HALTS = 30;
  private static final int SIGNALS = 10;

  /** A checkpoint is some thirty changes: all of them are met, in two checkpoints. */
  private static final int STRIDE = 2;

  /** The rows without speeds, and the numbers of all factors. */
  private record Trained(List<String> history, List<float[]> factors, int firstStep) {}

  private static Trained train(TrainingSettings settings) {
    try (TinyModel tiny = new TinyModel();
        LoraFactors lora = tiny.adapter();
        LanguageModel model = LanguageModel.of(tiny.decoder, lora)) {
      List<Integer> seen = new ArrayList<>();
      TrainingLoop.Outcome outcome =
          tiny.loop(model, TinyModel.ALL, settings, (row, steps) -> seen.add(row.step())).run();
      List<String> history =
          outcome.history().stream()
              .map(row -> row.step() + " " + row.losses() + row.gradientNorm() + row.heldOut())
              .toList();
      return new Trained(history, new ArrayList<>(lora.values().values()), seen.get(0));
    }
  }

  @Test
  void theSuccessorOfAKilledProcessGoesOnToTheBit(@TempDir Path folder)
      throws IOException, InterruptedException {
    Trained whole = train(TinyModel.settings(SlowRun.STEPS));
    Process process = start(SlowRun.class, folder);
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (step(folder) < 3 && process.isAlive() && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
    } finally {
      process.destroyForcibly().waitFor(); // SIGKILL on Unix
    }
    int done = step(folder);
    assertTrue(done >= 3 && done < SlowRun.STEPS, () -> "killed after step " + done);
    Trained resumed = train(TinyModel.settings(SlowRun.STEPS).checkpoints(folder, 1).resume());
    assertEquals(done + 1, resumed.firstStep());
    assertSame(whole, resumed);
  }

  /**
   * Thirty processes are halted at a change that they make to the disk, each at another one, and
   * ten are killed from outside while they write: each goes on from where the one before it was.
   */
  @Test
  void fortyKillsAtWritesLeaveTheRunAsIfThereHadBeenNone(@TempDir Path folder)
      throws IOException, InterruptedException {
    Trained whole = train(TinyModel.settings(MortalRun.STEPS));
    for (int kill = 1; kill <= HALTS; kill++) {
      Process process = start(MortalRun.class, folder, kill * STRIDE);
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals(MortalRun.KILLED, process.exitValue(), "halted at change " + kill * STRIDE);
    }
    for (int kill = 0; kill < SIGNALS; kill++) {
      int before = step(folder);
      Process process = start(MortalRun.class, folder, Integer.MAX_VALUE);
      try {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!begun(folder, before + 2) && process.isAlive() && System.nanoTime() < deadline) {
          Thread.onSpinWait();
        }
        assertTrue(process.isAlive(), "killed before the end");
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    int done = step(folder);
    assertTrue(done >= SIGNALS && done < MortalRun.STEPS, () -> "killed after step " + done);
    Trained resumed = train(TinyModel.settings(MortalRun.STEPS).checkpoints(folder, 1).resume());
    assertEquals(done + 1, resumed.firstStep());
    assertSame(whole, resumed);
    assertEquals(List.of(), hidden(folder));
  }

  /** Whether a checkpoint is being written or has been. */
  private static boolean begun(Path folder, int step) {
    return Files.exists(folder.resolve("step-%06d".formatted(step)));
  }

  private static List<Path> hidden(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static Process start(Class<?> program, Object... arguments) throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes,
                program.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void assertSame(Trained whole, Trained resumed) {
    assertEquals(whole.history(), resumed.history());
    for (int i = 0; i < whole.factors().size(); i++) {
      assertArrayEquals(whole.factors().get(i), resumed.factors().get(i));
    }
  }

  private static int step(Path folder) {
    return LatestCheckpoint.in(folder)
        .map(path -> Integer.parseInt(path.getFileName().toString().substring("step-".length())))
        .orElse(0);
  }
}
