package magnet.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import magnet.cluster.Cluster;
import magnet.cluster.RunPlan;
import magnet.cluster.Workplace;
import magnet.hub.Repo;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.recipe.RunPart;
import magnet.recipe.RunWorkers;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The executors of a Spark session. Each part of a run is a job of one task: where an executor is
 * lost, Spark gives its task to another.
 */
public final class SparkCluster implements RunWorkers {

  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

  private final JavaSparkContext spark;
  private final String group = "magnet-" + UUID.randomUUID();

  SparkCluster(SparkSession session) {
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /**
   * The workers of {@code adaptation.across(...)}. A round needs a free task slot for each, in a
   * process of its own if they are to work at the same time ({@code spark.task.cpus} as large as
   * {@code spark.executor.cores}); where there are fewer, it waits. Executors load the base model
   * by its name: {@code "pocket"}, a folder that all machines see, or a name of the Hub.
   *
   * @param count how many, at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Cluster workers(int count) {
    return Cluster.at((plan, here) -> open(plan), count);
  }

  /** Workers that are tasks of the cluster, all of a round at the same time. */
  private Workplace.Workers open(RunPlan plan) {
    if (spark.getConf().getBoolean(DYNAMIC, false)) {
      throw new IllegalStateException(
          DYNAMIC
              + " is true, but the workers of a round begin together, for which Spark wants a fixed"
              + " number of executors; set it to false, and spark.executor.instances.");
    }
    String base = plan.base().name();
    if (!base.equals(EmbeddedModel.NAME)
        && !Files.isDirectory(Path.of(base))
        && !Repo.isRepo(base)) {
      throw new IllegalStateException(
          ("Executors cannot load the base \"%s\" by its name; save it to a folder that all"
                  + " machines see, and adapt Magnet.load(folder).")
              .formatted(base));
    }
    return new SparkWorkers(spark, plan);
  }

  @Override
  public Sent send(byte[] bytes) {
    Broadcast<byte[]> sent = spark.broadcast(bytes);
    return sent::value;
  }

  @Override
  public byte[] done(RunPart part) {
    spark.setJobGroup(group, part.words(), true);
    try {
      byte[][] made =
          spark.parallelize(List.of(part.words()), 1).map(words -> made(part)).collect().get(0);
      if (made.length == 1) {
        return made[0];
      }
      throw SentValue.read(made[1], RuntimeException.class);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Scala throws what it does not declare
      Throwable cause = e instanceof SparkException && e.getCause() != null ? e.getCause() : e;
      String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      throw new IllegalStateException(part.words() + " failed on the cluster: " + why, e);
    }
  }

  /**
   * On an executor: what was made, or nothing and the failure. What will not get better is told at
   * once; Spark repeats what else fails.
   */
  private static byte[][] made(RunPart part) {
    try {
      return new byte[][] {part.done()};
    } catch (IllegalArgumentException | IllegalStateException e) {
      String host = SparkEnv.get().blockManager().blockManagerId().host();
      String said = "%s, on %s: %s".formatted(part.words(), host, e.getMessage());
      return new byte[][] {
        {},
        SentValue.bytes(
            e instanceof IllegalArgumentException
                ? new IllegalArgumentException(said)
                : new IllegalStateException(said))
      };
    }
  }

  @Override
  public void cancel() {
    spark.cancelJobGroup(group);
  }

  @Override
  public String words() {
    return "on " + spark.master();
  }
}
