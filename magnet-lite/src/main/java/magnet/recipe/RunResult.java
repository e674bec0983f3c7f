package magnet.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import magnet.History;
import magnet.data.BadRows;
import magnet.eval.Scoreboard;

/**
 * The results of a run: they grow while it goes on, and the report is made of them.
 *
 * @param facts what it was made with, by name: the model
 * @param curves what was measured while training
 * @param samples what each candidate filled and wrote; of several seeds the first
 * @param badRows rows that were left out, by file
 */
public record RunResult(
    Map<String, String> facts,
    List<Scoreboard.Entry> figures,
    List<Trained> trainings,
    List<Watched> curves,
    Map<String, SampleTexts> samples,
    Set<BadRows.BadRow> badRows) {

  /**
   * One training that was done.
   *
   * @param machine on what it was begun; empty where that is not known
   */
  public record Trained(String name, long seed, History history, Optional<String> machine) {}

  /** A figure over the steps. */
  public record Watched(String task, String candidate, Curve curve) {}

  RunResult() {
    this(
        new LinkedHashMap<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new LinkedHashMap<>(),
        new LinkedHashSet<>());
  }

  /** Every figure, seed by seed. */
  public Scoreboard scores() {
    return new Scoreboard(figures);
  }
}
