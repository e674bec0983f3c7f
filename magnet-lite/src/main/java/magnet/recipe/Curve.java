package magnet.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import magnet.eval.Score;
import magnet.io.AtomicFile;
import magnet.view.CurveChart;

/**
 * A figure over the steps of a training. It is kept in a file that grows with each value, so that
 * an interrupted run loses none.
 */
public final class Curve {

  private static final String STEP = "step,";

  private final Path file;
  private final TreeMap<Integer, Double> values = new TreeMap<>();
  private String metric = "";

  private Curve(Path file) {
    this.file = file;
  }

  /** The curve in a file; empty if there is none yet. */
  static Curve in(Path file) {
    Curve curve = new Curve(file);
    if (Files.exists(file)) {
      List<String> lines = AtomicFile.read(file).lines().toList();
      try {
        curve.metric = lines.get(0).substring(STEP.length());
        for (String line : lines.subList(1, lines.size())) {
          String[] fields = line.split(",");
          curve.values.put(Integer.valueOf(fields[0]), Double.valueOf(fields[1]));
        }
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            file + " is not a curve that a run wrote (" + e.getMessage() + "); delete it.", e);
      }
    }
    return curve;
  }

  /** Adds a value, in place of an earlier one at that step; the title is its name in charts. */
  void put(int step, String title, double value) {
    metric = title;
    values.put(step, value);
    List<String> lines = new ArrayList<>(List.of(STEP + metric));
    values.forEach((at, each) -> lines.add(at + "," + each));
    AtomicFile.write(file, String.join("\n", lines) + "\n");
  }

  /** What the values are; empty before the first. */
  public String metric() {
    return metric;
  }

  boolean has(int step) {
    return values.containsKey(step);
  }

  /** Whether nothing was measured. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * The mean of several curves at the steps that all of them have, and, of more than one, their
   * standard deviation as its spread.
   */
  public static CurveChart.Line mean(String name, List<Curve> curves) {
    TreeMap<Integer, Score> means = new TreeMap<>();
    for (int step : curves.get(0).values.keySet()) {
      if (curves.stream().allMatch(curve -> curve.has(step))) {
        means.put(
            step,
            Score.mean(
                curves.stream().map(each -> Score.lower(name, each.values.get(step))).toList()));
      }
    }
    return new CurveChart.Line(
        name,
        means.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
        means.values().stream().mapToDouble(Score::value).toArray(),
        curves.size() == 1
            ? new double[0]
            : means.values().stream().mapToDouble(Score::deviation).toArray());
  }
}
