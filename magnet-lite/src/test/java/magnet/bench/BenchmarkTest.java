package magnet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the benchmark measures and how it tells it; the speed itself is not tested. */
class BenchmarkTest {

  @Test
  void shapesAreOfTheSizeThatTheyTell() {
    assertEquals(134_515_008, BenchmarkShape.of("L").architecture().parameters(), "SmolLM2-135M");
    assertEquals(70_800_000, BenchmarkShape.of("M").architecture().parameters(), 100_000);
    assertEquals(15_200_000, BenchmarkShape.of("S").architecture().parameters(), 100_000);
    assertThrows(IllegalArgumentException.class, () -> BenchmarkShape.of("XL"));
  }

  @Test
  void onlyATenthOfTheSpeedIsTooSlow() {
    assertFalse(Benchmark.isTooSlow(9.9));
    assertTrue(Benchmark.isTooSlow(10));
  }

  @Test
  void aRowIsToldInALine() {
    BenchmarkTask task =
        new BenchmarkTask("training", "float32", "tokens", 100, () -> {}, "peer.py", "");
    List<Double> ours = List.of(1.0, 2.0, 3.0);
    assertEquals(
        "training, float32: 50.0 tokens/s",
        new BenchmarkRow(task, List.of(new BenchmarkRow.Round(ours, List.of(), List.of())))
            .toString());
    assertEquals(
        "training, float32: 50.0 tokens/s, 1.50 times the careful peer",
        new BenchmarkRow(task, List.of(new BenchmarkRow.Round(ours, List.of(3.0), List.of())))
            .toString());
  }
}
