package magnet.train;

/** Follows the progress of a training run, on the thread that trains. */
@FunctionalInterface
public interface TrainingListener {

  /**
   * After each step, and once before the first if held-out text is measured. What it throws ends
   * the training there.
   *
   * @param steps how many steps the run has
   */
  void onStep(TrainingRow row, int steps);
}
