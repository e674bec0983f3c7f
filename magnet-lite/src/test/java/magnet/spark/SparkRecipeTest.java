package magnet.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import magnet.Adapter;
import magnet.TinyCheckpoint;
import magnet.eval.Scoreboard;
import magnet.recipe.report.RecipeReport;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A grid on two processes, one of which is killed on the way, is the grid of one machine. */
@Tag("slow")
class SparkRecipeTest {

  private static final long PATIENCE_SECONDS = 300;

  private static Path recipe(Path folder) throws IOException {
    Path tiny = TinyCheckpoint.in(folder.resolve("tiny"));
    Path text =
        Files.write(
            folder.resolve("text.txt"),
            IntStream.range(0, 40)
                .mapToObj(i -> "The cat saw dog number " + i + " and ran to the house by the sea.")
                .toList());
    return Files.writeString(
        folder.resolve("grid.yaml"),
        """
        name: grid
        model: %s
        precision: float32
        corpus: {kind: lines, path: "%s", held-out: 0.2}
        steps: 40
        batch: 2
        max-tokens: 32
        seeds: [1, 2, 3]
        objectives: {mntp: 1, msg: 3}
        evaluations:
          text: {task: perplexity, data: held-out, limit: 4}
        samples:
          blanks: ["The cat saw ___ by the sea."]
          blank-tokens: 2
        """
            .formatted(fromHere(tiny), fromHere(text)));
  }

  /** A relative path: executors stand elsewhere. */
  private static Path fromHere(Path path) {
    return Path.of("").toAbsolutePath().relativize(path.toAbsolutePath());
  }

  /** Kills an executor as soon as each of the two is at work. */
  private static Thread killer(LocalCluster cluster) {
    return new Thread(
        () -> {
          SparkContext context = cluster.spark().sparkContext();
          long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
          while (System.nanoTime() < deadline) {
            long busy =
                Arrays.stream(context.statusTracker().getExecutorInfos())
                    .filter(each -> each.numRunningTasks() > 0)
                    .count();
            if (busy == 2) {
              cluster.processes().get(0).destroyForcibly();
              return;
            }
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void aKilledExecutorChangesNothingInTheReport(@TempDir Path folder) throws Exception {
    Path recipe = recipe(folder);
    RecipeReport alone = RecipeReport.run(recipe, folder.resolve("alone"));
    AtomicInteger lost = new AtomicInteger();
    AtomicInteger tasks = new AtomicInteger();
    RecipeReport spread;
    try (LocalCluster cluster = new LocalCluster(folder, 2)) {
      cluster
          .spark()
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                  tasks.incrementAndGet();
                  if (end.reason() instanceof ExecutorLostFailure) {
                    lost.incrementAndGet();
                  }
                }
              });
      Thread killer = killer(cluster);
      killer.start();
      spread =
          RecipeReport.on(MagnetSpark.cluster(cluster.spark()))
              .run(recipe, folder.resolve("spread"));
      killer.join();
    }
    assertTrue(lost.get() > 0, "a task was lost with its process and done by another");
    // 3 trainings, 4 measurements, samples, and what was lost
    assertEquals(8 + lost.get(), tasks.get());
    assertSame(alone.scores(), spread.scores());
    assertEquals(alone.toString(), spread.toString());
    for (int seed = 1; seed <= 3; seed++) {
      String place = "spread/adapters/magnet-seed" + seed;
      assertEquals(16, Adapter.load(folder.resolve(place)).config().rank());
    }
  }

  /** Other threads round otherwise. */
  private static void assertSame(Scoreboard expected, Scoreboard found) {
    List<Scoreboard.Entry> all = expected.entries();
    assertEquals(all.size(), found.entries().size());
    for (int i = 0; i < all.size(); i++) {
      assertEquals(all.get(i).candidate(), found.entries().get(i).candidate());
      double value = all.get(i).score().value();
      assertEquals(value, found.entries().get(i).score().value(), 1e-3 * value);
    }
  }
}
