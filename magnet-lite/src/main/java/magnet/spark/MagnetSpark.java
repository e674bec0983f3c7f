package magnet.spark;

import java.util.Optional;
import magnet.Encoding;
import magnet.Loading;
import magnet.io.NotNull;
import org.apache.spark.sql.SparkSession;

/**
 * Where a cluster begins.
 *
 * <pre>{@code
 * Dataset<Row> embedded =
 *     MagnetSpark.model("organisation/model").adapter(adapter).embed(texts, "text", "vector");
 * embedded.write().parquet("vectors");
 * }</pre>
 */
public final class MagnetSpark {

  private MagnetSpark() {}

  /**
   * A model that each executor loads for itself, when it first needs it.
   *
   * @param name as {@link magnet.Magnet#load(String)} takes it, and on every machine: {@code
   *     "pocket"}, the path of a folder, or {@code "organisation/name"} in a cache of the Hub
   */
  public static SparkModel model(String name) {
    return new SparkModel(
        NotNull.of(name, "name"), Loading.auto(), Optional.empty(), Encoding.magnet());
  }

  /** The executors of a session, as who does the parts of a run. */
  public static SparkCluster cluster(SparkSession spark) {
    return new SparkCluster(NotNull.of(spark, "spark"));
  }
}
