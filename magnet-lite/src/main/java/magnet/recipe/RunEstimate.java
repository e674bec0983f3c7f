package magnet.recipe;

import ai.djl.Device;
import java.time.Duration;
import java.util.Locale;
import magnet.Corpus;
import magnet.Loading;
import magnet.io.ByteSize;
import magnet.kernel.TorchRuntime;
import magnet.model.Precision;
import magnet.model.TrainingMemory;
import magnet.model.family.Architecture;
import magnet.recipe.settings.LoopPlan;
import magnet.recipe.settings.TrainingPlan;
import magnet.train.TrainingSettings;

/**
 * What a recipe's trainings will take, told before they begin. A rough guess: the time follows from
 * the operations of a pass and a matrix product that is timed now.
 *
 * @param memory bytes of the training that takes most; see {@link TrainingMemory}
 * @param there bytes that the machine or its GPU has; 0 where that is not known
 * @param training the time of one training
 * @param speed of matrix products, in 10^9 operations a second
 */
record RunEstimate(long memory, long there, Duration training, double speed) {

  /** Ours: what a training reached of the speed of its matrix products, by the benchmark. */
  private static final double REACHED = 0.4;

  /** Ours: about this share of the tokens that are read is masked or in a span. */
  private static final double PREDICTED = 0.25;

  /** A product of this size takes no second, and tells the speed as well as a larger one. */
  private static final int LARGEST = 1024;

  private static final int LOOKED_AT = 64;
  private static final double CHARS_A_TOKEN = 3.5;

  /**
   * Estimates the recipe's largest training.
   *
   * @param recipe with one training at least
   * @param of the model's shape
   * @param how it is loaded
   */
  static RunEstimate of(Recipe recipe, Architecture of, Loading how) {
    Device device = TorchRuntime.device(how.device());
    Precision precision =
        how.precision().isEmpty()
            ? Precision.forStored("BF16", device)
            : Precision.of(how.precision());
    double most = 0;
    long batch = 0;
    long memory = 0;
    for (TrainingPlan plan : recipe.trainings()) {
      LoopPlan loop = plan.loop();
      int rows = views(plan) * loop.batch().orElse(TrainingSettings.USUAL_BATCH);
      int length = tokens(plan.corpus().open(), Math.min(of.maxPositions(), longest(loop)));
      long tokens = (long) rows * length;
      memory =
          Math.max(
              memory,
              TrainingMemory.of(of, plan.lora().config(), precision, device, rows, length).total());
      batch = Math.max(batch, tokens);
      most = Math.max(most, (double) tokens * loop.accumulate().orElse(1) * steps(loop));
    }
    double speed =
        MatrixSpeed.of(
            precision,
            device,
            (int) Math.min(LARGEST, batch),
            Math.min(LARGEST, of.hiddenSize()),
            Math.min(LARGEST, of.intermediateSize()));
    // Forward and back through a frozen model: two operations a weight each.
    double seconds = most * 4 * used(of) / (speed * 1e9 * REACHED);
    return new RunEstimate(
        memory,
        device.isGpu() ? TorchRuntime.memory(device).orElse(0) : Environment.memoryBytes(),
        Duration.ofSeconds(Math.round(seconds)),
        speed);
  }

  /** Weights that a token is multiplied with: logits are computed only for predicted tokens. */
  private static double used(Architecture of) {
    double table = (double) of.vocabularySize() * of.hiddenSize();
    return of.parameters() - (1 - PREDICTED) * table;
  }

  private static int steps(LoopPlan loop) {
    return loop.steps().orElse(TrainingSettings.USUAL_STEPS);
  }

  private static int longest(LoopPlan loop) {
    return loop.maxTokens().orElse(TrainingSettings.USUAL_TOKENS);
  }

  /** How often a text is read in a step; SSCL's two views are about half of it each. */
  private static int views(TrainingPlan plan) {
    return plan.objectives().size();
  }

  /** Of a text of the corpus, on average. */
  private static int tokens(Corpus corpus, int most) {
    double sum = 0;
    int looked = Math.min(LOOKED_AT, corpus.size());
    for (int i = 0; i < looked; i++) {
      sum += Math.min(most, corpus.text(i).length() / CHARS_A_TOKEN);
    }
    return (int) Math.max(1, Math.round(sum / looked));
  }

  /** Whether the machine has the memory, as far as is known. */
  boolean fits() {
    return there == 0 || memory <= there;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "about %s of memory%s, with Java and PyTorch;"
            + " about %s a training, at %.0f GFLOP/s; measuring comes on top",
        ByteSize.of(memory),
        there == 0 ? "" : " of " + ByteSize.of(there),
        RunClock.text(training),
        speed);
  }
}
