package magnet.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import magnet.History;
import magnet.data.BadRows;
import magnet.eval.Scoreboard;

/** The results of a run: they grow while it goes on, and the report is made of them. */
public final class RunResult {

  /**
   * One training that was done.
   *
   * @param name what was trained
   * @param seed with which seed
   * @param history its losses
   */
  public record Trained(String name, long seed, History history) {}

  /**
   * A figure over the steps.
   *
   * @param task what was measured
   * @param metric which of its figures
   * @param candidate the training's name
   * @param seed its seed
   * @param curve the values
   */
  public record Watched(String task, String metric, String candidate, long seed, Curve curve) {}

  private final List<Scoreboard.Entry> scores = new ArrayList<>();
  private final List<Trained> trainings = new ArrayList<>();
  private final List<Watched> curves = new ArrayList<>();
  private final Map<String, SampleTexts> samples = new LinkedHashMap<>();
  private final List<BadRows.BadRow> badRows = new ArrayList<>();
  private String model = "";

  /** Adds what was measured. */
  public void add(Scoreboard.Entry score) {
    scores.add(score);
  }

  /** Adds what was measured. */
  public void add(Trained training) {
    trainings.add(training);
  }

  /** Adds what was measured. */
  public void add(Watched curve) {
    curves.add(curve);
  }

  /** Keeps the samples of a candidate; of several seeds the first. */
  public void add(String candidate, SampleTexts texts) {
    samples.putIfAbsent(candidate, texts);
  }

  /** Adds what was measured. */
  public void add(List<BadRows.BadRow> skipped) {
    badRows.addAll(skipped);
  }

  /** What was adapted, in words. */
  public void model(String words) {
    model = words;
  }

  /** What the report says of the model. */
  public String model() {
    return model;
  }

  /** Every figure, seed by seed. */
  public Scoreboard scores() {
    return new Scoreboard(scores);
  }

  /** Every training. */
  public List<Trained> trainings() {
    return List.copyOf(trainings);
  }

  /** What was measured while training. */
  public List<Watched> curves() {
    return List.copyOf(curves);
  }

  /** What was filled and written. */
  public Map<String, SampleTexts> samples() {
    return samples;
  }

  /** Rows that were left out, by file. */
  public List<BadRows.BadRow> badRows() {
    return List.copyOf(badRows);
  }
}
