package magnet.train;

/**
 * The numbers of a run.
 *
 * @param steps how many updates, at least 1
 * @param batch texts of one forward pass, at least 1
 * @param accumulation forward passes of one update, at least 1: their mean gradient is taken
 * @param learningRate the step size over the steps
 * @param optimiser AdamW's numbers
 * @param maxGradientNorm longer gradients are made this short; 0 for no limit
 * @param dropout share of LoRA's inputs that are dropped, in [0, 1)
 * @param evaluateEvery held-out text is measured after every so many steps and after the last; 0
 *     for never
 * @param seed of all that is left to chance
 */
public record TrainingSettings(
    int steps,
    int batch,
    int accumulation,
    LearningRate learningRate,
    AdamW.Settings optimiser,
    double maxGradientNorm,
    double dropout,
    int evaluateEvery,
    long seed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one lies outside its range
   */
  public TrainingSettings {
    require(steps >= 1, "steps", steps, "at least 1");
    require(batch >= 1, "batch", batch, "at least 1 text");
    require(accumulation >= 1, "accumulation", accumulation, "at least 1 pass");
    require(maxGradientNorm >= 0, "maximum gradient norm", maxGradientNorm, "at least 0 (none)");
    require(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
    require(evaluateEvery >= 0, "steps between evaluations", evaluateEvery, "at least 0 (never)");
    learningRate.tracker(steps); // refuses a warm-up that takes all of the run
  }

  private static void require(boolean holds, String name, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "The "
              + name
              + " of a training is "
              + value
              + ", expected "
              + expected
              + "; correct it.");
    }
  }
}
