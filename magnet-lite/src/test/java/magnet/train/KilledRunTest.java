package magnet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed without warning and its successor make one run. */
@Tag("slow")
class KilledRunTest {

  private static final long PATIENCE_SECONDS = 120;

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
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes,
                SlowRun.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
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
    assertEquals(whole.history(), resumed.history());
    for (int i = 0; i < whole.factors().size(); i++) {
      assertArrayEquals(whole.factors().get(i), resumed.factors().get(i));
    }
  }

  private static int step(Path folder) {
    return TrainingCheckpoints.latest(folder)
        .map(path -> Integer.parseInt(path.getFileName().toString().substring("step-".length())))
        .orElse(0);
  }
}
