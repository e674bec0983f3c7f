package magnet.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import magnet.Adapter;
import magnet.Corpus;
import magnet.Encoding;
import magnet.Loading;
import magnet.Magnet;
import magnet.TinyCheckpoint;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that two processes embed is the one that one machine would have made. */
@Tag("slow")
class SparkEmbeddingTest {

  private static final int ROWS = 120;

  private static final StructType COLUMNS =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("note", DataTypes.StringType);

  /** In bfloat16 a text's vector depends a little on what shares its batch. */
  private static final Loading EXACT = Loading.auto().precision("float32");

  private static final StructType ONE = new StructType().add("text", DataTypes.StringType);

  @TempDir static Path folder;

  private static LocalCluster cluster;
  private static SparkSession spark;
  private static List<String> texts;
  private static Dataset<Row> table;

  @BeforeAll
  static void tableInTwoParts() {
    cluster = new LocalCluster(folder, 2, "spark.task.maxFailures", "1");
    spark = cluster.spark();
    Corpus stories = Corpus.pocket();
    texts =
        IntStream.range(0, ROWS).mapToObj(i -> stories.text(i).split("(?<=[.!?]) ")[0]).toList();
    List<Row> rows =
        IntStream.range(0, ROWS)
            .mapToObj(i -> RowFactory.create((long) i, texts.get(i), i % 3 == 0 ? null : "n" + i))
            .toList();
    String place = folder.resolve("texts").toString();
    spark.createDataFrame(rows, COLUMNS).repartition(4).write().parquet(place);
    table = spark.read().parquet(place);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Column part() {
    return functions.call_function("spark_partition_id");
  }

  @Test
  void vectorsOrderAndOtherColumnsAreThoseOfOneMachine() {
    assertEquals(2, table.select(part()).distinct().count(), "a part for each process");
    assertEquals(2, cluster.processes().size(), "processes beside this one");
    Dataset<Row> embedded =
        MagnetSpark.model("pocket")
            .loading(EXACT)
            .adapter(Adapter.pocket())
            .embed(table, "text", "vector");
    assertEquals(
        "struct<id:bigint,text:string,note:string,vector:array<float>>",
        embedded.schema().simpleString());
    String place = folder.resolve("vectors").toString();
    embedded.write().parquet(place);
    List<Row> found = spark.read().parquet(place).orderBy("id").collectAsList();
    assertEquals(ROWS, found.size());
    float[][] expected;
    try (Magnet base = Magnet.load("pocket", EXACT);
        Magnet model = base.with(Adapter.pocket())) {
      expected = model.embed(texts).vectors();
    }
    for (int i = 0; i < ROWS; i++) {
      Row row = found.get(i);
      assertEquals((long) i, row.getLong(0));
      assertEquals(texts.get(i), row.getString(1));
      assertEquals(i % 3 == 0 ? null : "n" + i, row.getString(2));
      assertArrayEquals(expected[i], floats(row.getList(3)), 1e-5f);
    }
    assertEquals(
        ids(table), ids(embedded.select("id")), "rows come in the order in which they were");
  }

  private static List<Long> ids(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  private static float[] floats(List<Float> list) {
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i);
    }
    return numbers;
  }

  @Test
  void rowsThatCannotBeEmbeddedAreNamedOrCut() {
    List<Row> rows =
        Arrays.asList(
            RowFactory.create(1L, "The cat naps.", ""),
            RowFactory.create(2L, null, ""),
            RowFactory.create(3L, "The cat naps. ".repeat(500), ""));
    Dataset<Row> bad = spark.createDataFrame(rows, COLUMNS).coalesce(1);
    Dataset<Row> lazy = MagnetSpark.model("pocket").embed(bad, "text", "vector");
    String said = assertThrows(SparkException.class, lazy::collectAsList).getMessage();
    assertTrue(
        said.contains(
            "Column \"text\", partition 0: 2 of 3 texts cannot be used, counted from 0: 1, 2 (of"
                + " text 1: The text is null, expected some words.)"),
        said);
    Dataset<Row> cut =
        MagnetSpark.model("pocket")
            .encoding(Encoding.magnet().truncated())
            .embed(bad.filter("id <> 2"), "text", "vector");
    assertEquals(2, cut.collectAsList().size());
  }

  @Test
  void aWrongColumnIsRefusedAtOnce() {
    SparkModel model = MagnetSpark.model("pocket");
    assertEquals(
        "The table has no column \"body\", expected one of id, text, note.",
        assertThrows(IllegalArgumentException.class, () -> model.embed(table, "body", "vector"))
            .getMessage());
    assertEquals(
        "The column \"id\" is of type bigint, expected string; cast it.",
        assertThrows(IllegalArgumentException.class, () -> model.embed(table, "id", "vector"))
            .getMessage());
    assertEquals(
        "The table has a column \"note\" already; give the vectors another name.",
        assertThrows(IllegalArgumentException.class, () -> model.embed(table, "text", "note"))
            .getMessage());
    assertEquals(
        "The table has a column \"note\" already; give the vectors another name.",
        assertThrows(IllegalArgumentException.class, () -> model.embed(table, "TEXT", "Note"))
            .getMessage(),
        "capital letters do not count");
    Dataset<Row> twice = table.withColumnRenamed("note", "Text");
    assertEquals(
        "The table has 2 columns \"text\"; rename or drop the others.",
        assertThrows(IllegalArgumentException.class, () -> model.embed(twice, "text", "vector"))
            .getMessage());
  }

  @Test
  void aModelThatIsNotThereIsNamed() {
    String place = folder.resolve("absent").toString();
    Dataset<Row> lazy = MagnetSpark.model(place).embed(table, "text", "vector");
    String said = assertThrows(SparkException.class, lazy::collectAsList).getMessage();
    assertTrue(said.contains("There is no model or adapter \"" + place), said);
  }

  @Test
  void anAdapterBringsTheTokenThatBeganItsTexts() {
    Path tiny = TinyCheckpoint.in(folder.resolve("begun"));
    Dataset<Row> one = spark.createDataFrame(List.of(RowFactory.create("The cat naps.")), ONE);
    try (Magnet base = Magnet.load(tiny, EXACT.bos("<|mask|>"));
        Magnet model =
            Magnet.adapt(base)
                .on(Corpus.of(List.of("The cat naps.", "A dog ran.")))
                .steps(1)
                .batch(2)
                .quiet()
                .train()) {
      Dataset<Row> embedded =
          MagnetSpark.model(tiny.toString())
              .loading(EXACT)
              .adapter(model.adapter().orElseThrow())
              .embed(one, "text", "vector");
      assertArrayEquals(
          model.embed("The cat naps.").vectors()[0],
          floats(embedded.collectAsList().get(0).getList(1)),
          1e-5f);
    }
  }

  @Test
  void anotherSessionOfTheSameProcessEmbedsTooWithAModelNamedFromHere() {
    SparkSession other = spark.newSession();
    other.conf().set("spark.sql.caseSensitive", "true");
    Dataset<Row> one = other.createDataFrame(List.of(RowFactory.create("The cat naps.")), ONE);
    Path tiny = TinyCheckpoint.in(folder.resolve("tiny"));
    Path fromHere = Path.of("").toAbsolutePath().relativize(tiny.toAbsolutePath());
    Dataset<Row> embedded = MagnetSpark.model(fromHere.toString()).embed(one, "text", "Text");
    assertEquals("struct<text:string,Text:array<float>>", embedded.schema().simpleString());
    try (Magnet base = Magnet.load(tiny)) {
      assertArrayEquals(
          base.embed("The cat naps.").vectors()[0],
          floats(embedded.collectAsList().get(0).getList(1)),
          1e-5f);
    }
  }
}
