package magnet.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import magnet.view.CurveChart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures over the steps of a training. */
class CurveTest {

  @TempDir Path folder;

  private Curve curve(String name, double... values) {
    Curve curve = Curve.in(folder.resolve(name));
    for (int i = 0; i < values.length; i++) {
      curve.put(10 * i, "Rep-4", values[i]);
    }
    return curve;
  }

  @Test
  void severalSeedsHaveAMeanAndADeviationWhereAllWereMeasured() {
    CurveChart.Line line =
        Curve.mean("MAGNET", List.of(curve("a", 7, 10), curve("b", 7, 14), curve("c", 7, 12, 99)));
    assertArrayEquals(new double[] {0, 10}, line.steps());
    assertArrayEquals(new double[] {7, 12}, line.values());
    assertArrayEquals(new double[] {0, 2}, line.spread());
  }

  @Test
  void oneSeedHasNoSpread() {
    assertEquals(0, Curve.mean("MAGNET", List.of(curve("a", 7, 10))).spread().length);
  }
}
