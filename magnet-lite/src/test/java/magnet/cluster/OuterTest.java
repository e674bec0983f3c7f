package magnet.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outer step and the mean, by numbers made by hand. */
class OuterTest {

  @Test
  void twoStepsOfNesterovByHand() {
    Map<String, float[]> p = Map.of("a", new float[] {1, -2});
    Map<String, float[]> v = Map.of("a", new float[] {0, 0});
    Outer outer = Outer.nesterov(0.5, 0.5);
    // v = 1 - 3 = -2 and -2 + 1 = -1; p - 0.5 ((p - m) + 0.5 v)
    outer.step(p, Map.of("a", new double[] {3, -1}), v);
    assertArrayEquals(new float[] {-2, -1}, v.get("a"));
    assertArrayEquals(new float[] {2.5f, -1.25f}, p.get("a"));
    // v = 0.5 * -2 + (2.5 - 2.5) = -1 and 0.5 * -1 + (-1.25 + 0.25) = -1.5
    outer.step(p, Map.of("a", new double[] {2.5, -0.25}), v);
    assertArrayEquals(new float[] {-1, -1.5f}, v.get("a"));
    assertArrayEquals(new float[] {2.75f, -0.375f}, p.get("a"));
  }

  /** As torch.optim.SGD(lr=0.7, momentum=0.9, nesterov=True) does with p - m as the gradient. */
  @Test
  void itIsTheNesterovOfPyTorch() {
    double p = 0.3;
    double buffer = 0;
    Map<String, float[]> ours = Map.of("a", new float[] {0.3f});
    Map<String, float[]> velocity = Map.of("a", new float[1]);
    for (double mean : new double[] {0.5, 0.1, -0.4, 0.9}) {
      double gradient = p - mean;
      buffer = 0.9 * buffer + gradient;
      p -= 0.7 * (gradient + 0.9 * buffer);
      Outer.nesterov(0.7, 0.9).step(ours, Map.of("a", new double[] {mean}), velocity);
      assertEquals(p, ours.get("a")[0], 1e-6);
    }
  }

  @Test
  void averagingTakesTheMeanToTheBit() {
    SplittableRandom random = new SplittableRandom(1);
    float[] before = new float[1000];
    float[] after = new float[1000];
    for (int i = 0; i < before.length; i++) {
      before[i] = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-60, 60));
      after[i] = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-60, 60));
    }
    Map<String, float[]> p = Map.of("a", before.clone());
    assertEquals(Set.of(), Outer.averaging().remembered(p.keySet()));
    Outer.averaging().step(p, new ParameterSum().add(Map.of("a", after)).mean(), Map.of());
    assertArrayEquals(after, p.get("a"));
  }

  @Test
  void sumsAddUpInATree() {
    ParameterSum left = new ParameterSum();
    left.add(Map.of("a", new float[] {1, 2})).add(Map.of("a", new float[] {4, 2}));
    ParameterSum right = new ParameterSum().add(Map.of("a", new float[] {1, -1}));
    ParameterSum all = new ParameterSum().add(left).add(right);
    assertEquals(3, all.workers());
    assertArrayEquals(new double[] {2, 1}, all.mean().get("a"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.9", "-1, 0", "NaN, 0", "Infinity, 0", "0.7, 1", "0.7, -0.1", "0.7, NaN"})
  void numbersThatCannotBeAreRefused(double rate, double momentum) {
    String why =
        assertThrows(IllegalArgumentException.class, () -> Outer.nesterov(rate, momentum))
            .getMessage();
    assertTrue(why.contains(momentum >= 0 && momentum < 1 ? "rate of " : "momentum of "), why);
  }

  @Test
  void aClusterNeedsWorkersAndSteps() {
    for (int count : List.of(0, -2)) {
      assertThrows(IllegalArgumentException.class, () -> Cluster.here().workers(count));
      assertThrows(IllegalArgumentException.class, () -> Cluster.here().localSteps(count));
    }
    assertEquals(
        "4 workers that meet every 10 steps, Nesterov's momentum of 0.9 with a rate of 0.7",
        Cluster.here().workers(4).localSteps(10).toString());
    assertEquals(10, Cluster.here().localSteps(10).before(20));
    assertEquals(20, Cluster.here().localSteps(10).before(21));
  }
}
