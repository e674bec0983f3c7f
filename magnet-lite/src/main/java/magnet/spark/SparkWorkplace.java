package magnet.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import magnet.cluster.RunPlan;
import magnet.cluster.Workplace;
import magnet.hub.Repo;
import magnet.model.checkpoint.EmbeddedModel;
import org.apache.spark.api.java.JavaSparkContext;

/** Workers that are tasks of a Spark cluster, all of a round at the same time. */
record SparkWorkplace(JavaSparkContext spark) implements Workplace {

  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

  @Override
  public Workers open(RunPlan plan, LocalWorker here) {
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
}
