package magnet.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import magnet.Adaptation;
import magnet.Corpus;
import magnet.Loading;
import magnet.Lora;
import magnet.Magnet;
import magnet.Objective;
import magnet.TinyCheckpoint;
import magnet.cluster.Cluster;
import magnet.train.LatestCheckpoint;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapting on a cluster of two processes. */
@Tag("slow")
class SparkAcrossTest {

  private static final long PATIENCE_SECONDS = 300;

  @TempDir static Path folder;

  private static LocalCluster spark;
  private static Magnet base;
  private static Magnet unharmed;

  @BeforeAll
  static void start() {
    base = Magnet.load(TinyCheckpoint.in(folder.resolve("base")), Loading.auto().device("cpu"));
    spark = cluster(folder);
    unharmed = run(base, Objective.msg(3).from(5)).across(two(spark)).train();
  }

  @AfterAll
  static void stop() {
    unharmed.close();
    spark.close();
    base.close();
  }

  /** On a busy machine a process may stand still for long, and is not lost yet. */
  static LocalCluster cluster(Path folder) {
    return new LocalCluster(
        folder,
        2,
        "spark.scheduler.barrier.maxConcurrentTasksCheck.interval",
        "2s",
        "spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures",
        "300",
        "spark.network.timeout",
        "600s",
        "spark.worker.timeout",
        "600");
  }

  static Cluster two(LocalCluster spark) {
    return MagnetSpark.cluster(spark.spark()).workers(2).localSteps(3);
  }

  /** The last objective joins in the second of three rounds. */
  static Adaptation run(Magnet base, Objective last) {
    return Magnet.adapt(base)
        .on(Corpus.pocket().limit(60))
        .objectives(Objective.mntp(1), Objective.sscl(0.2), last)
        .lora(Lora.rank(2).dropout(0.2))
        .steps(8)
        .batch(4)
        .maxTokens(48)
        .evaluateEvery(8)
        .seed(2)
        .quiet();
  }

  private static void assertSame(Magnet expected, Magnet found, float tolerance) {
    Map<?, float[]> factors = found.adapter().orElseThrow().factors();
    expected
        .adapter()
        .orElseThrow()
        .factors()
        .forEach((slot, own) -> assertArrayEquals(own, factors.get(slot), tolerance));
    assertEquals(expected.history().steps(), found.history().steps());
  }

  @Test
  void itLearnsWhatWorkersInOneProcessLearn() {
    Cluster here = Cluster.here().workers(2).localSteps(3);
    try (Magnet model = run(base, Objective.msg(3).from(5)).across(here).train()) {
      assertSame(model, unharmed, 1e-4f); // other numbers of threads add up in another order
    }
  }

  @Test
  void aKilledExecutorLosesNothing() {
    Path grave = folder.resolve("grave");
    Objective mortal = new Mortal(Objective.msg(3).from(5), grave.toString());
    try (Magnet model = run(base, mortal).across(two(spark)).train()) {
      assertTrue(Files.exists(grave), "an executor was killed");
      assertSame(unharmed, model, 0);
    }
  }

  /** When all have done their steps, and what one has done is still to be read from it. */
  @Test
  void anExecutorThatIsKilledAfterItsStepsLosesNothing() {
    AtomicBoolean killed = new AtomicBoolean();
    SparkListener killer =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted stage) {
            if (killed.compareAndSet(false, true)) {
              spark.processes().get(0).destroyForcibly();
            }
          }
        };
    spark.spark().sparkContext().addSparkListener(killer);
    try (Magnet model = run(base, Objective.msg(3).from(5)).across(two(spark)).train()) {
      assertTrue(killed.get());
      assertSame(unharmed, model, 0);
    } finally {
      spark.spark().sparkContext().removeSparkListener(killer);
    }
  }

  @Test
  void aKilledDriverGoesOnAtItsLastRound() throws Exception {
    Path kept = folder.resolve("kept");
    Process driver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                MortalDriver.class.getName(),
                folder.resolve("base").toString(),
                kept.toString(),
                folder.resolve("driver").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("driver.log").toFile())
            .start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (LatestCheckpoint.in(kept).isEmpty() && driver.isAlive() && System.nanoTime() < end) {
        Thread.sleep(100);
      }
    } finally {
      driver.destroyForcibly().waitFor();
    }
    assertEquals(
        kept.resolve("step-000003"),
        LatestCheckpoint.in(kept).orElseThrow(),
        () -> "the driver waits after its first round");
    try (Magnet model =
        run(base, Objective.msg(3).from(5))
            .across(two(spark))
            .checkpoints(kept, 1)
            .resume()
            .train()) {
      assertSame(unharmed, model, 0);
      assertEquals(
          unharmed.history().rows().stream().map(row -> row.losses()).toList(),
          model.history().rows().stream().map(row -> row.losses()).toList());
    }
  }

  @Test
  void whatCannotBeIsRefusedInOneSentence() {
    try (Magnet other = Magnet.pretrain(Corpus.pocket().limit(60)).steps(2).quiet().train()) {
      IllegalStateException unknown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  Magnet.adapt(other)
                      .on(Corpus.pocket())
                      .steps(3)
                      .quiet()
                      .across(two(spark))
                      .train());
      assertTrue(unknown.getMessage().contains("pretrained model"), unknown.getMessage());
    }
    assertTrue(spark.spark().sparkContext().getPersistentRDDs().isEmpty(), "nothing is left");
  }
}
