package magnet;

import java.nio.file.Path;
import java.util.function.Consumer;
import magnet.train.AdamW;
import magnet.train.LearningRate;

/**
 * What can be said of any training, be it {@link Adaptation} or {@link Pretraining}. A value: every
 * call gives a changed copy, checks what it is given at once, and runs nothing.
 *
 * @param <T> the builder itself
 */
public abstract sealed class TrainingBuilder<T> permits Adaptation, Pretraining {

  private static final int CACHED_EVERY = 50;

  private final TrainingOptions options;

  TrainingBuilder(TrainingOptions options) {
    this.options = options;
  }

  abstract T with(TrainingOptions changed);

  TrainingOptions options() {
    return options;
  }

  private T change(Consumer<TrainingOptions> change) {
    return with(options.with(change));
  }

  /** How many updates are made; 300 by default (ours), 400 in pretraining. */
  public T steps(int count) {
    TrainingOptions.atLeast(1, "The number of steps", count);
    return change(draft -> draft.steps = Rehearsal.steps(count));
  }

  /** How many texts go through the model at a time; 16 by default (ours), 8 in pretraining. */
  public T batch(int texts) {
    TrainingOptions.atLeast(1, "The batch", texts);
    return change(draft -> draft.batch = texts);
  }

  /**
   * How many batches make one update; 1 by default. Their mean gradient is taken; contrastive
   * negatives are those of one batch.
   */
  public T accumulate(int batches) {
    TrainingOptions.atLeast(1, "The number of accumulated batches", batches);
    return change(draft -> draft.accumulation = batches);
  }

  /**
   * The peak step size. By default it is chosen by the model's size (ours, from our trials): 1e-3
   * below 100 million weights, else 3e-4; models of a few million like up to 3e-3. Pretraining has
   * its own, see {@link Pretraining}.
   */
  public T learningRate(double peak) {
    new LearningRate(peak, 0, LearningRate.Decay.CONSTANT);
    return change(draft -> draft.learningRate = peak);
  }

  /** How many steps the rate rises at first; a twentieth of all, 100 at most, by default (ours). */
  public T warmUp(int steps) {
    TrainingOptions.atLeast(0, "The warm-up", steps);
    return change(draft -> draft.warmUp = Rehearsal.steps(steps));
  }

  /** After the warm-up the rate falls as a cosine: the default (ours). */
  public T cosineDecay() {
    return change(draft -> draft.decay = LearningRate.Decay.COSINE);
  }

  /** After the warm-up the rate falls in a straight line. */
  public T linearDecay() {
    return change(draft -> draft.decay = LearningRate.Decay.LINEAR);
  }

  /** After the warm-up the rate stays. */
  public T constantRate() {
    return change(draft -> draft.decay = LearningRate.Decay.CONSTANT);
  }

  /**
   * What a matrix loses of itself, times the learning rate, at each step; 0.01 by default, 0.1 in
   * pretraining. Vectors (norms and biases) do not decay.
   *
   * @param share in [0, 1)
   * @throws IllegalArgumentException if it lies outside
   */
  public T weightDecay(double share) {
    AdamW.Settings now = options.optimiser;
    AdamW.Settings changed = new AdamW.Settings(now.beta1(), now.beta2(), now.epsilon(), share);
    return change(draft -> draft.optimiser = changed);
  }

  /** Gradients longer than this are shortened to it; 1 by default (ours), 0 for no limit. */
  public T clipping(double norm) {
    if (!(norm >= 0)) {
      throw new IllegalArgumentException(
          "Gradients cannot be clipped to a norm of " + norm + "; give 0 for no limit, or more.");
    }
    return change(draft -> draft.maxGradientNorm = norm);
  }

  /** Longer texts are cut to this many tokens; the model's positions, 256 at most, by default. */
  public T maxTokens(int tokens) {
    TrainingOptions.atLeast(8, "The longest text in tokens", tokens);
    return change(draft -> draft.maxTokens = tokens);
  }

  /**
   * What all chance depends on; 1 by default. The same seed on the same machine: the same result.
   */
  public T seed(long number) {
    return change(draft -> draft.seed = number);
  }

  /**
   * Measures all objectives on held-out text before the first step, every so many steps, and at the
   * end; never by default. Without {@link #heldOut} a twentieth of the corpus is held out for it, a
   * batch at least, 64 documents or half of the corpus at most.
   */
  public T evaluateEvery(int steps) {
    TrainingOptions.atLeast(1, "The number of steps between evaluations", steps);
    return change(draft -> draft.evaluateEvery = Rehearsal.steps(steps));
  }

  /** The text to measure with; it takes effect with {@link #evaluateEvery}. */
  public T heldOut(Corpus corpus) {
    return change(draft -> draft.heldOut = corpus);
  }

  /**
   * Writes the whole state of the training every so many steps, at the end and where it is
   * interrupted; the last two are kept.
   *
   * @param folder must not hold those of another run
   * @param every steps, at least 1
   */
  public T checkpoints(Path folder, int every) {
    TrainingOptions.atLeast(1, "The number of steps between checkpoints", every);
    return change(
        draft -> {
          draft.checkpoints = folder;
          draft.checkpointEvery = Rehearsal.steps(every);
          draft.cached = false;
        });
  }

  /**
   * Goes on where the run of {@link #checkpoints} was broken off, as if it had not been; begins
   * anew if there is none.
   *
   * @throws IllegalStateException if no folder was named before
   */
  public T resume() {
    if (options.checkpoints == null || options.cached) {
      throw new IllegalStateException(
          "There is no folder to resume from; name it before by checkpoints(folder, every).");
    }
    return change(draft -> draft.resume = true);
  }

  /**
   * Trains only once on this machine: the state is kept in the user's cache folder under a hash of
   * model, texts and settings, and the same training later takes it from there, finished or broken
   * off. The folder is {@code trainings} in {@code MAGNET_CACHE}, by default {@code
   * ~/.cache/magnet-lite}; it may be deleted at any time.
   */
  public T cached() {
    return cached(LocalCache.folder("trainings"));
  }

  /**
   * The same in a folder of your own, which many trainings can share.
   *
   * @param folder made if it is absent
   */
  public T cached(Path folder) {
    return change(
        draft -> {
          draft.checkpoints = folder;
          draft.checkpointEvery = CACHED_EVERY;
          draft.cached = true;
          draft.resume = false;
        });
  }

  /**
   * Whether every layer is computed a second time for its gradients, so that only what enters the
   * layers is kept in between: a fifth to a tenth of the memory for about a third more time, and on
   * a CPU the same numbers. By default this is done where a batch would not fit into the memory
   * that is free, and always on a base in int8 or int4, whose whole weights would be kept
   * otherwise.
   */
  public T recompute(boolean layers) {
    return change(draft -> draft.recompute = layers);
  }

  /** Shows no progress. */
  public T quiet() {
    return change(draft -> draft.quiet = true);
  }
}
