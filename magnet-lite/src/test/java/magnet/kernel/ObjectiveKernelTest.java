package magnet.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The losses and their gradients against the definitions, written out in Java in double. */
class ObjectiveKernelTest {

  /** Relative: sums of 131,072 float32 terms that nearly cancel are right to four digits. */
  private static final float TOLERANCE = 2e-4f;

  /** The last case has more rows than one chunk of so many logits takes. */
  @ParameterizedTest
  @CsvSource({"1,3,4", "7,50,5", "70,131072,2"})
  void nextTokenIsCrossEntropyAndSoIsItsGradient(int rows, int vocabulary, int hidden) {
    Random random = new Random(rows);
    float[] states = floats(random, rows * hidden);
    float[] head = floats(random, vocabulary * hidden);
    long[] targets = random.longs(rows, 0, vocabulary).toArray();
    float[] weights = floats(random, rows);
    double[] losses = new double[rows];
    double[] ofStates = new double[rows * hidden];
    double[] ofHead = new double[vocabulary * hidden];
    for (int row = 0; row < rows; row++) {
      double[] p = probabilities(states, head, row, vocabulary, hidden);
      losses[row] = -Math.log(p[(int) targets[row]]);
      p[(int) targets[row]] -= 1;
      for (int v = 0; v < vocabulary; v++) {
        for (int h = 0; h < hidden; h++) {
          ofStates[row * hidden + h] += weights[row] * p[v] * head[v * hidden + h];
          ofHead[v * hidden + h] += weights[row] * p[v] * states[row * hidden + h];
        }
      }
    }
    try (NDManager scope = TorchRuntime.newManager(Device.cpu());
        GradientCollector collector = TorchRuntime.engine().newGradientCollector()) {
      NDArray x = trainable(scope, states, rows, hidden);
      NDArray w = trainable(scope, head, vocabulary, hidden);
      ObjectiveKernel.Loss loss =
          new ObjectiveKernel(scope)
              .nextToken(scope, x, w, scope.create(targets), scope.create(weights), 0);
      assertClose(losses, loss.losses(), TOLERANCE);
      collector.backward(loss.objective());
      assertClose(ofStates, x.getGradient(), TOLERANCE);
      assertClose(ofHead, w.getGradient(), TOLERANCE);
    }
  }

  @Test
  void aTargetOfVanishingProbabilityHasAFiniteLoss() {
    try (NDManager scope = TorchRuntime.newManager(Device.cpu())) {
      NDArray x = scope.create(new float[] {1}, new Shape(1, 1));
      NDArray w = scope.create(new float[] {300, -300}, new Shape(2, 1));
      ObjectiveKernel.Loss loss =
          new ObjectiveKernel(scope)
              .nextToken(
                  scope, x, w, scope.create(new long[] {1}), scope.create(new float[] {1}), 0);
      assertEquals(600, loss.losses().getFloat(0), 1e-3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void infoNceIsCrossEntropyOverTheCosinesOfThoseThatCount(boolean someAreEqual) {
    int pairs = 4;
    int hidden = 6;
    double temperature = 0.05;
    Random random = new Random(5);
    float[] anchors = floats(random, pairs * hidden);
    float[] positives = floats(random, pairs * hidden);
    boolean[][] leftOut = new boolean[pairs][pairs];
    leftOut[0][2] = someAreEqual;
    leftOut[2][0] = someAreEqual;
    leftOut[1][1] = someAreEqual; // its own positive counts all the same
    double[] expected = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      double sum = 0;
      for (int j = 0; j < pairs; j++) {
        sum +=
            leftOut[i][j] && i != j
                ? 0
                : Math.exp(cosine(anchors, i, positives, j, hidden) / temperature);
      }
      expected[i] = Math.log(sum) - cosine(anchors, i, positives, i, hidden) / temperature;
    }
    try (NDManager scope = TorchRuntime.newManager(Device.cpu())) {
      NDArray losses =
          new ObjectiveKernel(scope)
              .infoNce(
                  scope,
                  scope.create(anchors, new Shape(pairs, hidden)),
                  scope.create(positives, new Shape(pairs, hidden)),
                  temperature,
                  leftOut);
      assertClose(expected, losses, TOLERANCE);
    }
  }

  private static NDArray trainable(NDManager scope, float[] values, int rows, int columns) {
    NDArray array = scope.create(values, new Shape(rows, columns));
    array.setRequiresGradient(true);
    return array;
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[] probabilities(
      float[] states, float[] head, int row, int vocabulary, int hidden) {
    double[] p = new double[vocabulary];
    double sum = 0;
    for (int v = 0; v < vocabulary; v++) {
      double logit = 0;
      for (int h = 0; h < hidden; h++) {
        logit += (double) states[row * hidden + h] * head[v * hidden + h];
      }
      p[v] = Math.exp(logit);
      sum += p[v];
    }
    for (int v = 0; v < vocabulary; v++) {
      p[v] /= sum;
    }
    return p;
  }

  private static double cosine(float[] a, int i, float[] b, int j, int hidden) {
    double dot = 0;
    double ofA = 0;
    double ofB = 0;
    for (int h = 0; h < hidden; h++) {
      dot += (double) a[i * hidden + h] * b[j * hidden + h];
      ofA += (double) a[i * hidden + h] * a[i * hidden + h];
      ofB += (double) b[j * hidden + h] * b[j * hidden + h];
    }
    return dot / Math.sqrt(ofA * ofB);
  }

  private static void assertClose(double[] expected, NDArray actual, float tolerance) {
    float[] values = actual.toFloatArray();
    assertEquals(expected.length, values.length);
    for (int i = 0; i < values.length; i++) {
      assertEquals(
          expected[i], values[i], tolerance * Math.max(1, Math.abs(expected[i])), "at " + i);
    }
  }
}
