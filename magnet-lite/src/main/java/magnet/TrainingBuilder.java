package magnet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import magnet.io.LocalCache;
import magnet.io.NotNull;
import magnet.train.LearningRate;
import magnet.train.TrainingSettings;

/**
 * What every training has in common, whether {@link Adaptation} or {@link Pretraining}. A value:
 * every call gives a changed copy, checks what it is given at once, and runs nothing.
 *
 * @param <T> the builder itself
 */
public abstract sealed class TrainingBuilder<T extends TrainingBuilder<T>>
    implements ModelOperations, Cloneable permits Adaptation, Pretraining {

  private static final int CACHED_EVERY = 50;

  /** Fifty steps of a large model on a CPU take a quarter of an hour. */
  private static final Duration CACHED_AFTER = Duration.ofMinutes(3);

  TrainingSettings settings;
  private Magnet trained;

  TrainingBuilder(TrainingSettings settings) {
    this.settings = settings;
  }

  /** A copy that has trained nothing yet. */
  @SuppressWarnings("unchecked")
  T with(Consumer<T> change) {
    try {
      TrainingBuilder<T> copy = (TrainingBuilder<T>) clone();
      copy.trained = null;
      change.accept((T) copy);
      return (T) copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("A builder that is cloneable could not be cloned: " + e, e);
    }
  }

  private T with(TrainingSettings changed) {
    return with((T copy) -> copy.settings = changed);
  }

  /** Makes and trains the model. */
  abstract Magnet made();

  /** What is trained, in a few words. */
  abstract String told();

  /**
   * Trains, or returns the model that this very value trained before. If the thread is interrupted,
   * the current step is finished and the model is returned as it is then; its history is not
   * complete.
   *
   * @return the trained model; an adapted one shares the base's weights
   * @throws IllegalArgumentException if the settings cannot work together, no text was named, or
   *     the tokenizer has tokens that the architecture has not
   * @throws IllegalStateException if a loss or a gradient is no longer a finite number
   */
  public synchronized Magnet train() {
    if (trained == null) {
      trained = made();
    }
    return trained;
  }

  @Override
  public Magnet model() {
    return train();
  }

  @Override
  public String toString() {
    return told() + (trained == null ? ", not trained yet" : ", trained: " + trained.history());
  }

  /** How many updates are made; 300 by default (ours), 400 in pretraining. */
  public T steps(int count) {
    return with(settings.steps(count));
  }

  /** How many texts go through the model at once; 16 by default (ours), 8 in pretraining. */
  public T batch(int texts) {
    return with(settings.batch(texts));
  }

  /**
   * How many batches make one update; 1 by default. The update is that of one larger batch: losses
   * are means over all masked tokens, spans or texts of all its batches. Only the negatives of the
   * contrastive loss stay those of one batch.
   */
  public T accumulate(int batches) {
    return with(settings.accumulation(batches));
  }

  /**
   * The peak step size. By default it is chosen by the model's size (ours, from our trials): 1e-3
   * below 100 million weights, else 3e-4; models of a few million like up to 3e-3. Pretraining has
   * its own, see {@link Pretraining}.
   */
  public T learningRate(double peak) {
    return with(settings.learningRate(peak));
  }

  /** How many steps the rate rises at first; a twentieth of all, 100 at most, by default (ours). */
  public T warmUp(int steps) {
    return with(settings.warmUp(steps));
  }

  /** After the warm-up the rate falls as a cosine: the default (ours). */
  public T cosineDecay() {
    return with(settings.decay(LearningRate.Decay.COSINE));
  }

  /** After the warm-up the rate falls in a straight line. */
  public T linearDecay() {
    return with(settings.decay(LearningRate.Decay.LINEAR));
  }

  /** After the warm-up the rate stays. */
  public T constantRate() {
    return with(settings.decay(LearningRate.Decay.CONSTANT));
  }

  /**
   * The share that a matrix loses at each step, times the learning rate; 0.01 by default, 0.1 in
   * pretraining. Vectors (norms and biases) do not decay.
   *
   * @param share in [0, 1)
   * @throws IllegalArgumentException if it lies outside
   */
  public T weightDecay(double share) {
    return with(settings.weightDecay(share));
  }

  /** Gradients longer than this are shortened to it; 1 by default (ours), 0 for no limit. */
  public T clipping(double norm) {
    return with(settings.maxGradientNorm(norm));
  }

  /** Longer texts are cut to this many tokens; the model's positions, 256 at most, by default. */
  public T maxTokens(int tokens) {
    return with(settings.maxTokens(tokens));
  }

  /**
   * The seed of all randomness; 1 by default. The same seed on the same machine: the same result.
   */
  public T seed(long number) {
    return with(settings.seed(number));
  }

  /**
   * Measures all objectives on held-out text before the first step, every {@code steps} steps, and
   * at the end; never by default. Without {@link #heldOut} a twentieth of the corpus is held out
   * for it, a batch at least, 64 documents or half of the corpus at most.
   */
  public T evaluateEvery(int steps) {
    return with(settings.evaluateEvery(steps));
  }

  /**
   * The text to measure with; it takes effect with {@link #evaluateEvery}.
   *
   * @throws IllegalArgumentException if it is null
   */
  public T heldOut(Corpus corpus) {
    return with(settings.heldOut(Corpus.given(corpus, "heldOut").documents()));
  }

  /**
   * Writes the whole state of the training every {@code every} steps, at the end and on
   * interruption; the last two are kept.
   *
   * @param folder must not hold those of another run
   * @param every steps, at least 1
   */
  public T checkpoints(Path folder, int every) {
    return with(settings.checkpoints(folder, every));
  }

  /** {@link #checkpoints(Path, int)} for a folder's name. */
  public T checkpoints(String folder, int every) {
    return checkpoints(Path.of(NotNull.of(folder, "folder")), every);
  }

  /**
   * Resumes the run of {@link #checkpoints(Path, int)} where it stopped, as if it had not; starts a
   * new one if there is none.
   *
   * @throws IllegalStateException if no folder was named before
   */
  public T resume() {
    return with(settings.resume());
  }

  /**
   * Trains only once on this machine: the state is kept in the user's cache folder under a hash of
   * model, texts and settings, every 50 steps and whenever three minutes have passed, and the same
   * training later takes it from there, finished or not. The folder is {@code trainings} in {@code
   * MAGNET_CACHE}, by default {@code ~/.cache/magnet-lite}; it may be deleted at any time.
   */
  public T cached() {
    return cached(LocalCache.folder("trainings"));
  }

  /**
   * As {@link #cached()}, in a folder of your own, which many training runs can share.
   *
   * @param folder made if it is absent
   */
  public T cached(Path folder) {
    return with(settings.cached(folder, CACHED_EVERY, CACHED_AFTER));
  }

  /** {@link #cached(Path)} for a folder's name. */
  public T cached(String folder) {
    return cached(Path.of(NotNull.of(folder, "folder")));
  }

  /**
   * Whether every layer is computed a second time for its gradients, so that only what enters the
   * layers is kept in between: a fifth to a tenth of the memory for about a third more time, and on
   * a CPU the same numbers. By default this is done where a batch would not fit into the memory
   * that is free, and always on a base in int8 or int4, whose whole weights would be kept
   * otherwise.
   */
  public T recompute(boolean layers) {
    return with(settings.recompute(layers));
  }

  /** Shows no progress. */
  public T quiet() {
    return with(settings.quiet());
  }
}
