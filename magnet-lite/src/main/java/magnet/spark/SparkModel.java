package magnet.spark;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import magnet.Adapter;
import magnet.Encoding;
import magnet.Loading;
import magnet.cluster.RunPlan;
import magnet.io.NotNull;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * A model as a cluster uses it: which one, with which adapter, and how sentences are embedded. A
 * value: each method gives a changed copy, and nothing is loaded here.
 *
 * <p>An executor loads the model once, however many tasks use it, and on the GPU that Spark assigns
 * to it, where it assigns one ({@code spark.task.resource.gpu.amount}).
 *
 * @param name as {@link magnet.Magnet#load(String)} takes it
 * @param loading precision and device
 * @param adapter what it learnt, if anything
 * @param encoding how sentences are embedded
 */
public record SparkModel(
    String name, Loading loading, Optional<Adapter> adapter, Encoding encoding) {

  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  /** A copy that is loaded in another way. */
  public SparkModel loading(Loading how) {
    return new SparkModel(name, NotNull.of(how, "loading"), adapter, encoding);
  }

  /** A copy with an adapter, which travels to the executors. */
  public SparkModel adapter(Adapter learnt) {
    return new SparkModel(name, loading, Optional.of(NotNull.of(learnt, "adapter")), encoding);
  }

  /** A copy that embeds in another way than {@link Encoding#magnet()}. */
  public SparkModel encoding(Encoding how) {
    return new SparkModel(name, loading, adapter, NotNull.of(how, "encoding"));
  }

  /**
   * Adds a column of vectors, {@code array<float>}, to a table. Nothing runs until Spark needs the
   * rows; these keep their order and their other columns.
   *
   * <p>A text that is null, empty or too long for the model ends the job with a message that names
   * its row by partition and place; {@link Encoding#truncated()} cuts those that are too long.
   *
   * @param rows a table of any kind
   * @param text its column of texts; capital letters count as they do in the session
   * @param vector the new column
   * @throws IllegalArgumentException if there is no such column of texts, or one of the new name
   */
  public Dataset<Row> embed(Dataset<Row> rows, String text, String vector) {
    StructType columns = NotNull.of(rows, "rows").schema();
    boolean exact = Boolean.parseBoolean(rows.sparkSession().conf().get(CASE_SENSITIVE));
    int place = place(columns, NotNull.of(text, "text"), exact);
    List<Integer> same = places(columns, NotNull.of(vector, "vector"), exact);
    if (!same.isEmpty()) {
      throw new IllegalArgumentException(
          "The table has a column \"%s\" already; give the vectors another name."
              .formatted(columns.fieldNames()[same.get(0)]));
    }
    StructType embedded =
        columns.add(vector, DataTypes.createArrayType(DataTypes.FloatType, false), false);
    ProcessModels.SentAdapter sent =
        ProcessModels.SentAdapter.of(
            adapter, JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()));
    ProcessModels.Description model =
        new ProcessModels.Description(RunPlan.Base.everywhere(name), loading, sent);
    Encoding how = encoding;
    MapPartitionsFunction<Row, Row> embedding =
        partition ->
            partition.hasNext() // else no model need be loaded
                ? new EmbeddedRows(
                    partition,
                    ProcessModels.ofThisTask(model).encoder(how),
                    text,
                    place,
                    EmbeddedRows.WINDOW)
                : partition;
    return rows.mapPartitions(embedding, Encoders.row(embedded));
  }

  /** Where columns of a name are. */
  private static List<Integer> places(StructType columns, String name, boolean exact) {
    String[] names = columns.fieldNames();
    return IntStream.range(0, names.length)
        .filter(i -> exact ? names[i].equals(name) : names[i].equalsIgnoreCase(name))
        .boxed()
        .toList();
  }

  private static int place(StructType columns, String text, boolean exact) {
    List<Integer> places = places(columns, text, exact);
    if (places.size() != 1) {
      throw new IllegalArgumentException(
          places.isEmpty()
              ? "The table has no column \"%s\", expected one of %s."
                  .formatted(text, String.join(", ", columns.fieldNames()))
              : "The table has %d columns \"%s\"; rename or drop the others."
                  .formatted(places.size(), text));
    }
    int place = places.get(0);
    DataType type = columns.fields()[place].dataType();
    if (!(type instanceof StringType)) {
      throw new IllegalArgumentException(
          "The column \"%s\" is of type %s, expected string; cast it."
              .formatted(text, type.simpleString()));
    }
    return place;
  }
}
