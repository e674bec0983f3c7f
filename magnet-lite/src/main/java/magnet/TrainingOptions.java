package magnet;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import magnet.model.LanguageModel;
import magnet.train.AdamW;
import magnet.train.LearningRate;
import magnet.train.Recomputation;
import magnet.train.TrainingCheckpoints;
import magnet.train.TrainingSettings;

/**
 * The numbers of a training that {@link Adaptation} and {@link Pretraining} share; each call of a
 * builder changes a copy. What is 0 or null is chosen when the training begins.
 */
final class TrainingOptions implements Cloneable {

  int steps = Rehearsal.steps(300);
  int batch = 16;
  int accumulation = 1;
  double learningRate;
  int warmUp = -1;
  LearningRate.Decay decay = LearningRate.Decay.COSINE;
  AdamW.Settings optimiser = AdamW.Settings.ADAPTATION;
  double maxGradientNorm = 1;
  int evaluateEvery;
  Corpus heldOut;
  int maxTokens;
  long seed = 1;
  Path checkpoints;
  int checkpointEvery;
  boolean resume;
  boolean cached;
  boolean quiet;
  Boolean recompute;
  int watchEvery;
  Consumer<Magnet> watcher;

  /** A copy with a change. */
  TrainingOptions with(Consumer<TrainingOptions> change) {
    try {
      TrainingOptions copy = (TrainingOptions) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Options that are cloneable could not be cloned: " + e, e);
    }
  }

  /** The numbers as the loop takes them. */
  TrainingSettings settings(double usualLearningRate, double dropout) {
    double peak = learningRate > 0 ? learningRate : usualLearningRate;
    int rising = warmUp >= 0 ? warmUp : Math.min(steps / 20, 100);
    return new TrainingSettings(
        steps,
        batch,
        accumulation,
        new LearningRate(peak, rising, decay),
        optimiser,
        maxGradientNorm,
        dropout,
        evaluateEvery,
        seed);
  }

  /** Which passes are recomputed; where nothing was said, those that would not fit. */
  Recomputation recomputation(LanguageModel model) {
    if (recompute != null) {
      return recompute ? Recomputation.ALWAYS : Recomputation.NEVER;
    }
    return Recomputation.beyond(model, MemoryEstimate.freeMemory());
  }

  Optional<TrainingCheckpoints> place() {
    if (cached) {
      return Optional.of(TrainingCheckpoints.shared(checkpoints, checkpointEvery));
    }
    return checkpoints == null
        ? Optional.empty()
        : Optional.of(new TrainingCheckpoints(checkpoints, checkpointEvery, 2, resume));
  }

  /** A number that must be at least so large. */
  static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected at least " + least + "; give more.");
    }
    return value;
  }
}
