package magnet.eval.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoftmaxRegressionTest {

  private static final SoftmaxRegression.Setting USUAL = new SoftmaxRegression.Setting(0.4, 1e-4);

  /**
   * Points around three centres; the second dimension is a thousand times as large as the first.
   */
  private static float[] points(int[] labels, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] points = new float[2 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      double angle = 2 * Math.PI * labels[i] / 3;
      points[2 * i] = (float) (Math.cos(angle) + noise * (random.nextDouble() - 0.5));
      points[2 * i + 1] = (float) (1000 * (Math.sin(angle) + noise * (random.nextDouble() - 0.5)));
    }
    return points;
  }

  private static int[] labels(int count) {
    return IntStream.range(0, count).map(i -> i % 3).toArray();
  }

  private static double accuracy(int[] truth, int[] found) {
    return IntStream.range(0, truth.length).filter(i -> truth[i] == found[i]).count()
        / (double) truth.length;
  }

  @Test
  void separateClassesAreLearntWhateverTheirScale() {
    try (SoftmaxRegression regression =
        new SoftmaxRegression(points(labels(3000), 0.5, 1), labels(3000), 3, List.of(USUAL), 1)) {
      assertArrayEquals(labels(90), regression.predict(points(labels(90), 0.5, 2))[0]);
    }
  }

  @Test
  void classesThatOverlapAreToldApartAsFarAsPossible() {
    try (SoftmaxRegression regression =
        new SoftmaxRegression(points(labels(6000), 3, 1), labels(6000), 3, List.of(USUAL), 1)) {
      double reached = accuracy(labels(6000), regression.predict(points(labels(6000), 3, 2))[0]);
      // The nearest centre, the best that any classifier can do here, is right in 70 % of 1e6
      // draws.
      assertTrue(reached > 0.675 && reached < 0.71, "accuracy " + reached);
    }
  }

  @Test
  void settingsTrainedSideBySideDoNotKnowOneAnother() {
    float[] points = points(labels(600), 3, 1);
    SoftmaxRegression.Setting other = new SoftmaxRegression.Setting(0.05, 0.1);
    try (SoftmaxRegression both =
            new SoftmaxRegression(points, labels(600), 3, List.of(other, USUAL), 1);
        SoftmaxRegression alone =
            new SoftmaxRegression(points, labels(600), 3, List.of(USUAL), 1)) {
      assertArrayEquals(alone.predict(points)[0], both.predict(points)[1]);
    }
  }

  @Test
  void aStrongPenaltyLeavesOnlyTheFrequencyOfTheClasses() {
    int[] labels = IntStream.range(0, 900).map(i -> i % 9 < 5 ? 0 : i % 3).toArray();
    float[] points = points(labels, 0.5, 1);
    SoftmaxRegression.Setting strong = new SoftmaxRegression.Setting(0.4, 100);
    try (SoftmaxRegression regression =
        new SoftmaxRegression(points, labels, 3, List.of(strong, USUAL), 1)) {
      int[][] found = regression.predict(points);
      assertArrayEquals(new int[900], found[0]);
      assertArrayEquals(labels, found[1]);
    }
  }

  @Test
  void aConstantFeatureDoesNoHarm() {
    float[] features = {1, 5, 2, 5, 3, 5, 10, 5, 11, 5, 12, 5};
    int[] labels = {0, 0, 0, 1, 1, 1};
    try (SoftmaxRegression regression =
        new SoftmaxRegression(features, labels, 2, List.of(USUAL), 1)) {
      assertArrayEquals(labels, regression.predict(features)[0]);
    }
  }
}
