package magnet.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import magnet.eval.metric.Cosine;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Vectors are searched and grouped as looking at each pair would do it. */
class SearchTest {

  /** Points around so many middles, the kinds taking turns. */
  private static float[][] around(int middles, int count, int dimensions, double spread) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] middle = new double[middles][dimensions];
    for (double[] each : middle) {
      Arrays.setAll(each, d -> random.nextGaussian());
    }
    float[][] vectors = new float[count][dimensions];
    for (int i = 0; i < count; i++) {
      for (int d = 0; d < dimensions; d++) {
        vectors[i][d] = (float) (middle[i % middles][d] + spread * random.nextGaussian());
      }
    }
    return vectors;
  }

  private static int[] nearestByPairs(float[] query, float[][] vectors, int most) {
    return IntStream.range(0, vectors.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Cosine.of(query, vectors[i])))
        .limit(most)
        .mapToInt(i -> i)
        .toArray();
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
  }

  @Test
  void blocksFindWhatLookingAtEachPairFinds() {
    float[][] vectors = around(7, 2500, 24, 0.8); // three blocks
    float[][] queries = Arrays.copyOfRange(around(7, 1100, 24, 1.1), 0, 1100); // two
    Hits hits = VectorIndex.float32(vectors).nearest(queries, 5);
    for (int q = 0; q < queries.length; q += 37) {
      assertArrayEquals(nearestByPairs(queries[q], vectors, 5), hits.rows()[q], "query " + q);
      for (int i = 0; i < 5; i++) {
        double cosine = Cosine.of(queries[q], vectors[hits.rows()[q][i]]);
        assertEquals(cosine, hits.cosines()[q][i], 1e-5);
      }
    }
  }

  @Test
  void asMuchIsFoundAsThereIs() {
    float[][] vectors = around(3, 1030, 8, 0.5); // a block of six after a whole one
    for (VectorIndex index :
        List.of(
            VectorIndex.float32(vectors), VectorIndex.int8(vectors), VectorIndex.binary(vectors))) {
      int[] all = index.nearest(new float[][] {vectors[0]}, 5000).rows()[0];
      Arrays.sort(all);
      assertArrayEquals(IntStream.range(0, 1030).toArray(), all, index.numbers());
    }
  }

  @Test
  void tenThousandByTenThousandTakeSeconds() {
    float[][] vectors = around(50, 10_000, 192, 1);
    Hits hits =
        assertTimeout(
            Duration.ofSeconds(30), () -> VectorIndex.float32(vectors).nearest(vectors, 10));
    for (int q = 0; q < vectors.length; q++) {
      assertEquals(q, hits.rows()[q][0], "each is nearest to itself");
    }
  }

  @Test
  void fewBitsFindMostOfTheSame() {
    float[][] vectors = around(40, 3000, 192, 1);
    float[][] queries = Arrays.copyOf(around(40, 3000, 192, 1.3), 100);
    int[][] exact = VectorIndex.float32(vectors).nearest(queries, 10).rows();
    VectorIndex int8 = VectorIndex.int8(vectors);
    VectorIndex binary = VectorIndex.binary(vectors);
    double ofInt8 = recall(exact, int8.nearest(queries, 10));
    double ofBinary = recall(exact, binary.nearest(queries, 10));
    double among40 = recall(exact, binary.nearest(queries, 40));
    assertTrue(ofInt8 > 0.97, "int8 finds " + ofInt8);
    assertTrue(ofBinary > 0.45, "binary finds " + ofBinary);
    assertTrue(among40 > 0.8, "binary finds among forty " + among40);
    long whole = VectorIndex.float32(vectors).bytes();
    assertTrue(int8.bytes() < 0.26 * whole, "bytes of int8: " + int8.bytes());
    assertEquals(whole / 32, binary.bytes());
    Hits of = int8.nearest(queries, 1);
    assertEquals(Cosine.of(queries[0], vectors[of.rows()[0][0]]), of.cosines()[0][0], 0.01);
  }

  private static double recall(int[][] exact, Hits found) {
    double same = 0;
    for (int q = 0; q < exact.length; q++) {
      List<Integer> wanted = Arrays.stream(exact[q]).boxed().toList();
      same += Arrays.stream(found.rows()[q]).filter(wanted::contains).count();
    }
    return same / exact.length / exact[0].length;
  }

  /** By their signs alone these two could not be told apart. */
  @Test
  void whatDiffersInFewSignsIsLookedAtAgain() {
    float[][] vectors = {{1, 1, -1, -1}, {1, 1, 1, -1}, {1, -1, -1, -1}};
    Hits hits = VectorIndex.binary(vectors).nearest(new float[][] {{5, 5, -0.1f, -5}}, 2);
    assertArrayEquals(new int[] {0, 1}, hits.rows()[0]); // both differ little, the third by a 5
  }

  @Test
  void aQueryOfAnotherLengthOrWithoutAnAngleIsRefused() {
    VectorIndex index = VectorIndex.float32(around(2, 4, 8, 1));
    for (float[] query :
        new float[][] {new float[7], new float[8], {1, 2, 3, 4, 5, 6, 7, Float.NaN}}) {
      String said =
          assertThrows(
                  IllegalArgumentException.class, () -> index.nearest(new float[][] {query}, 1))
              .getMessage();
      assertTrue(said.startsWith("Query 0 (counted from 0) of "), said);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> index.nearest(new float[][] {{1, 1, 1, 1, 1, 1, 1, 1}}, 0));
  }

  @Test
  void pairsAreThoseThatLookingAtEachPairFinds() {
    float[][] vectors = around(30, 1500, 16, 0.5); // two blocks
    SimilarPairs found = SimilarPairs.of(texts(1500), vectors, 0.9);
    int expected = 0;
    for (int i = 0; i < 1500; i++) {
      for (int j = i + 1; j < 1500; j++) {
        expected += Cosine.of(vectors[i], vectors[j]) >= 0.9 ? 1 : 0;
      }
    }
    assertTrue(expected > 100, "pairs expected: " + expected);
    assertEquals(expected, found.pairs().size(), expected * 1e-3); // rounding at the threshold
    float before = 1;
    for (SimilarPairs.Pair pair : found.pairs()) {
      assertTrue(pair.first() < pair.second() && pair.cosine() <= before, pair::toString);
      before = pair.cosine();
      assertEquals(Cosine.of(vectors[pair.first()], vectors[pair.second()]), pair.cosine(), 1e-5);
    }
    assertEquals(found.pairs().size(), found.table().rowCount());
    assertTrue(found.toString().contains(" pairs of 1,500 texts"), found.toString());
  }

  @Test
  void tooManyPairsAreRefused() {
    float[][] vectors = around(1, 2000, 4, 0.001);
    String said =
        assertThrows(
                IllegalArgumentException.class, () -> SimilarPairs.of(texts(2000), vectors, 0.5))
            .getMessage();
    assertEquals(
        "More than 1,000,000 pairs have a cosine of 0.5 or more; ask for nearer ones.", said);
    assertThrows(IllegalArgumentException.class, () -> SimilarPairs.of(texts(2000), vectors, 1.5));
  }

  @Test
  void clustersAreTheKindsAndAreNamedByTheirMiddle() {
    float[][] vectors = around(4, 401, 32, 0.2);
    TextClusters found = TextClusters.of(texts(401), vectors, 4, 0);
    List<String> kinds = IntStream.range(0, 401).mapToObj(i -> "kind " + i % 4).toList();
    assertEquals(1, found.vMeasure(kinds).value(), 1e-9);
    assertEquals(0, found.clusters()[0], "the largest group comes first");
    assertEquals(List.of(101, 100, 100, 100), found.nearest().stream().map(List::size).toList());
    for (int group = 0; group < 4; group++) {
      int member = found.nearest().get(group).get(0);
      assertEquals("text " + member, found.names().get(group));
      assertEquals(found.names().get(group), found.labels().get(member));
    }
    assertEquals(4, found.table().rowCount());
    assertThrows(
        IllegalArgumentException.class, () -> TextClusters.of(texts(401), vectors, 402, 0));
  }

  @Test
  void resultsJoinOntoATableThatHasTheirNames() {
    TextClusters found = TextClusters.of(texts(6), around(2, 6, 8, 0.1), 2, 0);
    Table table =
        Table.create(
            "mine", StringColumn.create("Group", texts(6)), IntColumn.create("cluster", 6));
    Table joined = found.onto(table);
    assertEquals(List.of("Group", "cluster", "cluster (2)", "group (2)"), joined.columnNames());
    assertEquals(2, table.columnCount());
    assertEquals(found.labels(), joined.stringColumn("group (2)").asList());
    String said =
        assertThrows(IllegalArgumentException.class, () -> found.onto(table.first(5))).getMessage();
    assertEquals(
        "The table mine has 5 rows, but there are 6 texts; give the table that the texts are of.",
        said);
  }
}
