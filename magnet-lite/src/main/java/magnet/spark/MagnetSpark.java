package magnet.spark;

import magnet.cluster.Cluster;
import magnet.io.NotNull;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Where a cluster begins. */
public final class MagnetSpark {

  private MagnetSpark() {}

  /**
   * The executors of a cluster as workers for {@code adaptation.across(...)}: as many as there are
   * now, unless {@link Cluster#workers} says otherwise. A round needs a free task slot for each
   * worker, in a process of its own if they are to work at the same time; a cluster that has fewer
   * is waited for. Executors load the base model by its name, so it must be {@code "pocket"}, a
   * folder that all machines see, or a name of the Hub.
   */
  public static Cluster cluster(SparkSession spark) {
    NotNull.of(spark, "spark");
    int executors = spark.sparkContext().statusTracker().getExecutorInfos().length - 1;
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return Cluster.at(new SparkWorkplace(context), Math.max(1, executors));
  }
}
