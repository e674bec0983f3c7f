package magnet.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.internal.chartpart.Chart;

/** Pictures of coloured cells: masks, their effects, similarities and confusions. */
class CellPicturesTest {

  private static final Color CONTEXT = new Color(0x56, 0xa5, 0xd8);
  private static final Color SPAN = new Color(0xe6, 0x9f, 0x00);

  @Test
  void ofManyTextsTheFirstAndTheLastAreDrawn() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      texts.add("text " + i + " with words".repeat(i % 100));
    }
    Set<Integer> asked = new HashSet<>();
    assertNotNull(
        DrawnChart.image(
            SimilarityHeatMap.of(
                texts,
                (row, column) -> {
                  asked.add(row);
                  asked.add(column);
                  return row == column ? 1 : 0.5f;
                })));
    Set<Integer> expected = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      expected.add(i);
      expected.add(9_999 - i);
    }
    assertEquals(expected, asked);
  }

  @Test
  void theMaskIsColouredByTheKindOfItsKeys() {
    boolean[] span = {false, true, true};
    boolean[][] allowed = {{true, false, false}, {true, true, false}, {true, true, true}};
    Chart<?, ?> hybrid = AttentionPicture.of(allowed, span);
    assertEquals("Hybrid attention: 1 context token and 2 span tokens", hybrid.getTitle());
    assertTrue(fills(hybrid).containsAll(List.of(CONTEXT, SPAN)));
    boolean[] context = {false};
    Set<Color> bidirectional =
        fills(AttentionPicture.of(new boolean[][] {{true}}, context, List.of("a")));
    assertTrue(bidirectional.contains(CONTEXT) && !bidirectional.contains(SPAN));
  }

  @Test
  void masksAndTheirEffectsHaveSquareCellsAndTitlesThatDiffer() {
    List<String> tokens = IntStream.range(0, 12).mapToObj(i -> "token" + i).toList();
    Set<String> titles = new HashSet<>();
    for (boolean[] span : List.of(new boolean[12], spans(12, 3), spans(12, 12))) {
      boolean[][] all = new boolean[12][12];
      Arrays.stream(all).forEach(row -> Arrays.fill(row, true));
      Chart<?, ?> mask = AttentionPicture.of(all, span, tokens);
      assertTrue(titles.add(mask.getTitle()), mask.getTitle());
      assertSquare(mask, span[0] ? SPAN : CONTEXT);
      Chart<?, ?> effect = AttentionPicture.ofChanges(tokens, span, new float[12][12]);
      assertTrue(titles.add(effect.getTitle()), effect.getTitle());
    }
  }

  private static boolean[] spans(int tokens, int first) {
    boolean[] span = new boolean[tokens];
    Arrays.fill(span, 0, first, true);
    return span;
  }

  /** The coloured cells of the first column, and of the first row, are as high as they are wide. */
  private static void assertSquare(Chart<?, ?> chart, Color color) {
    BufferedImage image = DrawnChart.image(chart);
    int width = 0;
    int height = 0;
    for (int y = 0; y < image.getHeight() && width == 0; y++) {
      for (int x = 0; x < image.getWidth() && width == 0; x++) {
        if (isThere(image, x, y, color)) {
          while (isThere(image, x + width, y, color)) {
            width++;
          }
          while (isThere(image, x, y + height, color)) {
            height++;
          }
        }
      }
    }
    assertTrue(width > 20, "a cell of %d pixels".formatted(width));
    assertEquals(width, height, 2, chart.getTitle());
  }

  private static boolean isThere(BufferedImage image, int x, int y, Color color) {
    return x < image.getWidth() && y < image.getHeight() && image.getRGB(x, y) == color.getRGB();
  }

  @Test
  void aConfusionOfManyClassesHasRoomForAllOfThem() {
    List<String> classes = IntStream.range(0, 45).mapToObj(i -> "TAG" + i).toList();
    int[][] counts = new int[45][45];
    for (int i = 0; i < 45; i++) {
      counts[i][i] = 4000 + i;
    }
    String svg = DrawnChart.svg(ConfusionPicture.of(classes, counts, "tags"));
    for (int i = 0; i < 45; i++) {
      assertEquals(2, svg.split(">TAG" + i + "<", -1).length - 1, "label of row and column " + i);
      assertTrue(svg.contains(">" + (4000 + i) + "<"), "count " + i);
    }
  }

  @Test
  void comparedSimilaritiesShareOneScale() {
    float[][] alike = {{1, 0.5f}, {0.5f, 1}};
    float[][] unlike = {{1, 0.5f, 0.17f}, {0.5f, 1, 0.17f}, {0.17f, 0.17f, 1}};
    assertTrue(fills(compared(unlike)).containsAll(fills(compared(alike))));
    assertFalse(
        fills(alone(unlike)).containsAll(fills(alone(alike))),
        "by itself each picture begins its colours at its own least value");
    assertThrows(
        IllegalArgumentException.class,
        () -> SimilarityHeatMap.of(texts(2), (i, j) -> alike[i][j], "t", 1));
  }

  @Test
  void theLegendShowsTheOrangeOfWhatIsBelowZero() {
    float[][] opposed = {{1, -0.3f}, {-0.3f, 1}};
    float[][] alike = {{1, 0.3f}, {0.3f, 1}};
    assertTrue(DrawnChart.svg(compared(opposed)).contains(">-1.00<"));
    assertFalse(DrawnChart.svg(compared(alike)).contains(">-1.00<"));
  }

  private static Chart<?, ?> compared(float[][] similarity) {
    return SimilarityHeatMap.of(
        texts(similarity.length), (i, j) -> similarity[i][j], "one of several", 0);
  }

  private static Chart<?, ?> alone(float[][] similarity) {
    return SimilarityHeatMap.of(texts(similarity.length), similarity);
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
  }

  /** The colours of whole cells. */
  private static Set<Color> fills(Chart<?, ?> chart) {
    BufferedImage image = DrawnChart.image(chart);
    Map<Color, Integer> pixels = new HashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        pixels.merge(new Color(image.getRGB(x, y)), 1, Integer::sum);
      }
    }
    pixels.remove(Color.WHITE);
    pixels.values().removeIf(count -> count < 5_000);
    return pixels.keySet();
  }

  @Test
  void partsOfAMaskMustBelongTogether() {
    boolean[][] allowed = {{true, true}, {true}};
    boolean[] two = {false, true};
    assertThrows(IllegalArgumentException.class, () -> AttentionPicture.of(allowed, two));
    boolean[] one = {false};
    assertThrows(IllegalArgumentException.class, () -> AttentionPicture.of(allowed, one));
    boolean[] none = {};
    boolean[][] empty = {};
    assertThrows(IllegalArgumentException.class, () -> AttentionPicture.of(empty, none));
  }

  @Test
  void similaritiesOfAnySizeCanBeDrawn() {
    for (int size : new int[] {1, 2, 7, 150}) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        texts.add("text\nnumber " + i + " which is rather long, so that it must be cut somewhere");
      }
      assertNotNull(
          DrawnChart.image(SimilarityHeatMap.of(texts, (i, k) -> (float) Math.cos(i - k))));
      float[] first = new float[size];
      for (int k = 0; k < size; k++) {
        first[k] = (float) Math.cos(k);
      }
      assertNotNull(
          DrawnChart.image(
              SimilarityHeatMap.of(texts.subList(0, 1), texts, new float[][] {first})));
    }
  }

  @Test
  void similaritiesMustFitTheTextsAndLieBetweenMinusOneAndOne() {
    List<String> two = List.of("a", "b");
    float[][] flat = {{1, 0}};
    assertThrows(IllegalArgumentException.class, () -> SimilarityHeatMap.of(two, flat));
    float[][] ragged = {{1, 0}, {0}};
    assertThrows(IllegalArgumentException.class, () -> SimilarityHeatMap.of(two, ragged));
    float[][] large = {{1, 7}, {7, 1}};
    String message = assertThrows(IllegalArgumentException.class, () -> alone(large)).getMessage();
    assertTrue(message.contains("7.0"), message);
    float[][] undefined = {{1, Float.NaN}, {0, 1}};
    assertThrows(IllegalArgumentException.class, () -> alone(undefined));
    assertThrows(IllegalArgumentException.class, () -> alone(new float[0][0]));
  }

  @Test
  void picturesThatAreComparedBeginWhereTheLowestOfThemDoes() {
    float[][] alike = {{1, 0.75f}, {0.75f, 1}};
    float[][] apart = {{1, 0.35f}, {0.35f, 1}};
    assertEquals(0.7, SimilarityHeatMap.low(List.<float[][]>of(alike)), 1e-9);
    assertEquals(0.3, SimilarityHeatMap.low(List.of(alike, apart)), 1e-9);
    assertEquals(-1, SimilarityHeatMap.low(List.of(alike, new float[][] {{1, -0.1f}, {-0.1f, 1}})));
  }
}
