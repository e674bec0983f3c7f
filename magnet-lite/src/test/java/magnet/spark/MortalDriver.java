package magnet.spark;

import java.nio.file.Path;
import magnet.Loading;
import magnet.Magnet;
import magnet.Objective;

/** A driver that stands still after its first round, so that it can be killed there. */
final class MortalDriver {

  private MortalDriver() {}

  /**
   * Adapts with a checkpoint after each round.
   *
   * @param arguments the folders of the base, of the checkpoints, and for what Spark writes
   */
  public static void main(String[] arguments) {
    try (LocalCluster spark = SparkAcrossTest.cluster(Path.of(arguments[2]));
        Magnet base = Magnet.load(Path.of(arguments[0]), Loading.auto().device("cpu"))) {
      SparkAcrossTest.run(base, Objective.msg(3).from(5))
          .across(SparkAcrossTest.two(spark))
          .checkpoints(Path.of(arguments[1]), 1)
          .watch(3, now -> sleep())
          .train()
          .close();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
