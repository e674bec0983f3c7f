package magnet.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import magnet.data.benchmark.LabelledText;
import magnet.eval.metric.KMeans;
import magnet.infer.encoding.SentenceEncoder;
import org.junit.jupiter.api.Test;

class ClusteringTest {

  private static final int CLASSES = 4;

  /** Texts of four classes: "topic number". */
  private static final List<LabelledText> TEXTS =
      IntStream.range(0, 400)
          .mapToObj(i -> new LabelledText("topic" + i % CLASSES + " " + i, "class" + i % CLASSES))
          .toList();

  /** A corner of a square for each topic, and noise around it. */
  private static SentenceEncoder corners(double noise) {
    return Fakes.vectors(
        2,
        text -> {
          SplittableRandom random = new SplittableRandom(text.hashCode());
          int topic = text.charAt(5) - '0';
          return new float[] {
            (float) (topic % 2 + noise * (random.nextDouble() - 0.5)),
            (float) (topic / 2 + noise * (random.nextDouble() - 0.5))
          };
        });
  }

  @Test
  void classesThatLieApartAreFound() {
    Clustering task = new Clustering("topics", TEXTS);
    Score near = task.measure(Fakes.encoding("mean", corners(0.3))).get(0);
    Score mixed = task.measure(Fakes.encoding("mean", corners(2))).get(0);
    Score noise = task.measure(Fakes.encoding("mean", corners(1000))).get(0);
    assertEquals("V-measure (mean)", near.title());
    assertTrue(near.value() > 90, near + "");
    assertTrue(mixed.value() > 10 && mixed.value() < 70, mixed + "");
    assertTrue(noise.value() < 10, noise + "");
    assertTrue(mixed.hasInterval());
  }

  @Test
  void kMeansEndsWhereEveryPointIsNearestToTheMeanOfItsCluster() {
    SplittableRandom random = new SplittableRandom(3);
    float[][] points = new float[500][3];
    for (float[] point : points) {
      for (int d = 0; d < 3; d++) {
        point[d] = (float) random.nextDouble();
      }
    }
    try (KMeans means = new KMeans(points)) {
      int[] clusters = means.cluster(7, 1);
      double[][] centres = new double[7][3];
      for (int i = 0; i < points.length; i++) {
        int own = clusters[i];
        long size = Arrays.stream(clusters).filter(c -> c == own).count();
        for (int d = 0; d < 3; d++) {
          centres[own][d] += points[i][d] / (double) size;
        }
      }
      for (int i = 0; i < points.length; i++) {
        double own = distance(points[i], centres[clusters[i]]);
        for (double[] centre : centres) {
          assertTrue(own < distance(points[i], centre) + 1e-5);
        }
      }
      assertArrayEquals(clusters, means.cluster(7, 1));
      assertFalse(Arrays.equals(clusters, means.cluster(7, 2)));
    }
  }

  private static double distance(float[] point, double[] centre) {
    return IntStream.range(0, 3).mapToDouble(d -> Math.pow(point[d] - centre[d], 2)).sum();
  }

  @Test
  void equalPointsAreNoTrouble() {
    try (KMeans means = new KMeans(new float[][] {{1, 2}, {1, 2}, {1, 2}})) {
      assertEquals(3, means.cluster(2, 1).length);
      assertThrows(IllegalArgumentException.class, () -> means.cluster(4, 1));
    }
  }

  @Test
  void aLimitKeepsTheClasses() {
    Clustering few = new Clustering("topics", TEXTS).limit(50);
    assertEquals(50, few.texts().size());
    assertEquals(CLASSES, few.texts().stream().map(LabelledText::label).distinct().count());
    assertEquals("topic1", new Clustering("topics", TEXTS).words(1).texts().get(1).text());
  }

  @Test
  void whatCannotBeClusteredIsRefused() {
    Clustering task = new Clustering("topics", TEXTS);
    assertThrows(IllegalArgumentException.class, () -> task.measure(Candidate.named("mute")));
    assertThrows(IllegalArgumentException.class, () -> new Clustering("one", TEXTS.subList(0, 1)));
  }
}
