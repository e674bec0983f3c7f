package magnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import magnet.view.PrincipalPlane;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What shows how a model works: surprise, influence, views, a map of embeddings. */
class LookingInsideTest {

  private static final String TEXT = "The cat lost a ball under the bed.";

  @TempDir static Path folder;

  private static Magnet model;

  @BeforeAll
  static void load() {
    model = Magnet.load(TinyCheckpoint.in(folder));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void surpriseOfAllTokensIsThePerplexityOfTheText() {
    TokenSurprise surprise = model.surprise(TEXT);
    assertEquals(model.perplexity(TEXT), surprise.likelihood().perplexity(), 1e-2);
    assertTrue(Double.isNaN(surprise.probabilities()[0]));
    assertTrue(surprise.table().column("bits").isMissing(0));
    assertEquals(TEXT, String.join("", surprise.tokens().subList(1, surprise.tokens().size())));
  }

  @Test
  void aTextWithoutAPredictedTokenIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> model.surprise(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"causal", "bidirectional", "hybrid"})
  void aTokenNoticesWhatItMaySeeAndNothingElse(String kind) {
    int length = model.encode(TEXT).length;
    boolean[] span = new boolean[length];
    Arrays.fill(span, 3, 6, kind.equals("hybrid"));
    AttentionPattern pattern =
        kind.equals("causal") ? AttentionPattern.causal(length) : AttentionPattern.hybrid(span);
    Influence influence = model.influence(TEXT, pattern);
    for (int query = 0; query < length; query++) {
      for (int key = 0; key < length; key++) {
        assertEquals(
            pattern.allows(query, key),
            influence.change()[query][key] > 0,
            query + " notices an exchange of " + key);
      }
    }
    assertEquals(length + 1, influence.table().columnCount());
    assertThrows(IllegalArgumentException.class, () -> influence.strip(length));
  }

  @Test
  void viewsShowWhatTheLossesAskFor() {
    Corpus stories = Corpus.pocket().limit(50);
    boolean masks = false;
    boolean spans = false;
    for (int text = 0; text < 20; text++) {
      TrainingViews views = Magnet.adapt(model).on(stories).maxTokens(64).views(text);
      for (int token : views.masked()) {
        assertFalse(views.pattern().span()[token]);
        assertFalse(views.pattern().span()[token - 1], "predicted by a context token");
      }
      for (int token = 0; token < views.truth().size(); token++) {
        int at = token;
        if (IntStream.of(views.masked()).noneMatch(masked -> masked == at)) {
          assertEquals(views.truth().get(token), views.reads().get(token));
        }
      }
      masks |= views.masked().length > 0;
      spans |= views.pattern().span()[views.truth().size() / 2];
      assertTrue(views.pair().isPresent());
    }
    assertTrue(masks && spans);
  }

  @Test
  void viewsOfOneObjectiveShowOnlyIts() {
    Corpus stories = Corpus.pocket().limit(50);
    TrainingViews masks =
        Magnet.adapt(model).on(stories).objectives(Objective.mntp(1)).maxTokens(64).views(3);
    assertTrue(masks.pair().isEmpty());
    assertFalse(IntStream.range(0, masks.truth().size()).anyMatch(t -> masks.pattern().span()[t]));
    assertTrue(masks.table().stringColumn("loss").contains("mntp"));
    TrainingViews spans =
        Magnet.adapt(model).on(stories).objectives(Objective.msg(1)).maxTokens(64).views(3);
    assertEquals(0, spans.masked().length);
    assertEquals(spans.truth(), spans.reads());
    TrainingViews pairs =
        Magnet.adapt(model).on(stories).objectives(Objective.sscl(1)).maxTokens(64).views(3);
    assertTrue(pairs.pair().isPresent());
    assertEquals(0, pairs.masked().length);
    assertFalse(IntStream.range(0, pairs.truth().size()).anyMatch(t -> pairs.pattern().span()[t]));
    assertFalse(pairs.html().contains("to be generated"), "only the pair is shown");
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Magnet.adapt(model).on(stories).views(50))
            .getMessage();
    assertEquals("There is no text 50, expected 0 to 49.", message);
  }

  @Test
  void thePlaneHoldsAsMuchVarianceAsTwoSingularVectors() {
    SplittableRandom random = new SplittableRandom(7);
    float[][] vectors = new float[40][12];
    for (float[] vector : vectors) {
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) (random.nextDouble(-1, 1) * (d == 0 ? 6 : d == 1 ? 3 : 1));
      }
    }
    PrincipalPlane plane = PrincipalPlane.of(vectors);
    double[] squares =
        Arrays.stream(new SingularValueDecomposition(centred(vectors)).getSingularValues())
            .map(value -> value * value)
            .toArray();
    double all = Arrays.stream(squares).sum();
    assertArrayEquals(new double[] {squares[0] / all, squares[1] / all}, plane.shares(), 1e-6);
  }

  private static Array2DRowRealMatrix centred(float[][] vectors) {
    double[][] rows = new double[vectors.length][vectors[0].length];
    for (int d = 0; d < rows[0].length; d++) {
      int column = d;
      double mean = Arrays.stream(vectors).mapToDouble(v -> v[column]).average().orElseThrow();
      for (int i = 0; i < rows.length; i++) {
        rows[i][d] = vectors[i][d] - mean;
      }
    }
    return new Array2DRowRealMatrix(rows);
  }

  @Test
  void aMapHasAPointForEachSentence() {
    Embeddings some = model.embed("a cat", "the cat", "a ball", "the bed");
    EmbeddingMap map = some.map(List.of("cat", "cat", "thing", "thing"));
    assertEquals(4, map.table().rowCount());
    assertEquals(2, map.chart().getSeriesMap().size());
    assertTrue(map.shares()[0] >= map.shares()[1] && map.shares()[1] > 0);
    assertThrows(IllegalArgumentException.class, () -> some.map(List.of("cat")));
  }

  @Test
  void vectorsThatAreAllAlikeLieAtOnePlace() {
    PrincipalPlane plane = PrincipalPlane.of(new float[][] {{1, 2}, {1, 2}, {1, 2}});
    assertArrayEquals(new double[2], plane.shares());
    assertArrayEquals(new double[2], plane.points()[0]);
  }
}
