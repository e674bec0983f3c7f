package magnet.eval;

import java.util.List;
import magnet.view.progress.Progress;
import magnet.view.progress.ProgressView;

/** One measurement: it knows its data and its metric, and treats every candidate alike. */
public interface Task {

  /** The name in tables and files, such as {@code sts-b}; lower case, no spaces. */
  String name();

  /** Whether the candidate can do what is measured here. */
  boolean canMeasure(Candidate candidate);

  /**
   * Measures one candidate.
   *
   * @param candidate one that {@link #canMeasure}
   * @param progress shows how far the task has come; stays open
   * @return at least one score, always the same ones in the same order, the primary one first; a
   *     task that needs one vector for each sentence gives each score once for each of the
   *     candidate's poolings
   * @throws IllegalArgumentException if the candidate cannot do what is measured here
   */
  List<Score> measure(Candidate candidate, ProgressView progress);

  /**
   * The same, with progress on the console where it takes longer than a few seconds.
   *
   * @param candidate one that {@link #canMeasure}
   */
  default List<Score> measure(Candidate candidate) {
    try (ProgressView progress = Progress.forLongTasks()) {
      return measure(candidate, progress);
    }
  }
}
