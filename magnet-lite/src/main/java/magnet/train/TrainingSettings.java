package magnet.train;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import magnet.data.Documents;
import magnet.model.LanguageModel;

/**
 * The settings of a training run. A value: every change gives a copy and is checked at once.
 * Numbers of steps are taken as {@link StepScale} has them.
 *
 * <p>Sent to another process, they carry only the numbers: a folder for checkpoints and text to
 * measure with stay in the process that has them.
 */
public final class TrainingSettings implements Cloneable, Serializable {

  /**
   * What one of several workers reads of a run's texts: every n-th, so that together they read in
   * their order what one alone would read.
   *
   * @param worker from 0
   */
  public record Share(int worker, int workers) implements Serializable {

    /** All of it. */
    public static final Share ALL = new Share(0, 1);

    /** The place in the whole run of one among those that this worker has, both from 0. */
    long place(long own) {
      return own * workers + worker;
    }
  }

  private static final long serialVersionUID = 1;

  /** Ours: how many updates an adaptation makes by default. */
  public static final int USUAL_STEPS = 300;

  /** Ours: how many texts go through the model at once by default. */
  public static final int USUAL_BATCH = 16;

  /** Ours: to how many tokens longer texts are cut by default, if the model takes more. */
  public static final int USUAL_TOKENS = 256;

  private int steps = StepScale.steps(USUAL_STEPS);
  private int batch = USUAL_BATCH;
  private int accumulation = 1;
  private double learningRate;
  private int warmUp = -1;
  private LearningRate.Decay decay = LearningRate.Decay.COSINE;
  private AdamW.Settings optimiser = AdamW.Settings.ADAPTATION;
  private double maxGradientNorm = 1;
  private double dropout;
  private int evaluateEvery;
  private transient Documents heldOut;
  private int maxTokens;
  private long seed = 1;
  private transient TrainingCheckpoints checkpoints;
  private boolean quiet;
  private Boolean recompute;
  private Share share = Share.ALL;
  private String beginning = "";

  private TrainingSettings() {}

  /** For an adapter: 300 steps of 16 texts (ours), PyTorch's AdamW, gradients of length 1. */
  public static TrainingSettings adaptation() {
    return new TrainingSettings();
  }

  /** For a model from scratch: 400 steps of 8 texts (ours), a weight decay of 0.1. */
  public static TrainingSettings pretraining() {
    return new TrainingSettings()
        .steps(400)
        .batch(8)
        .with(copy -> copy.optimiser = AdamW.Settings.PRETRAINING);
  }

  private TrainingSettings with(Consumer<TrainingSettings> change) {
    try {
      TrainingSettings copy = (TrainingSettings) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Settings that are cloneable could not be cloned: " + e, e);
    }
  }

  /** How many updates, at least 1. */
  public TrainingSettings steps(int count) {
    atLeast(1, "The number of steps", count);
    return with(copy -> copy.steps = StepScale.steps(count));
  }

  /** Texts of one forward pass, at least 1. */
  public TrainingSettings batch(int texts) {
    atLeast(1, "The batch", texts);
    return with(copy -> copy.batch = texts);
  }

  /** Forward passes of one update, at least 1. */
  public TrainingSettings accumulation(int passes) {
    atLeast(1, "The number of accumulated batches", passes);
    return with(copy -> copy.accumulation = passes);
  }

  /** The peak step size, above 0. */
  public TrainingSettings learningRate(double peak) {
    LearningRate.requirePeak(peak);
    return with(copy -> copy.learningRate = peak);
  }

  /** The peak step size where none was named. */
  public TrainingSettings usualLearningRate(double peak) {
    return learningRate > 0 ? this : learningRate(peak);
  }

  /** Steps in which the rate rises; by default a twentieth of all, 100 at most. */
  public TrainingSettings warmUp(int count) {
    atLeast(0, "The warm-up", count);
    return with(copy -> copy.warmUp = StepScale.steps(count));
  }

  /** Whether layers are computed once more to save memory; by default where it is needed. */
  public TrainingSettings recompute(boolean layers) {
    return with(copy -> copy.recompute = layers);
  }

  /**
   * Which passes compute layers once more.
   *
   * @param free bytes that the model's device can still have; empty where nobody knows
   */
  public Recomputation recomputation(LanguageModel model, OptionalLong free) {
    return recompute()
        .map(asked -> asked ? Recomputation.ALWAYS : Recomputation.NEVER)
        .orElseGet(() -> Recomputation.beyond(model, free));
  }

  /** Whether layers are computed once more; empty: where it is needed. */
  public Optional<Boolean> recompute() {
    return Optional.ofNullable(recompute);
  }

  /** What one of several workers reads; all by default. */
  public TrainingSettings share(Share own) {
    return with(copy -> copy.share = own);
  }

  /** The hash of what the run begins with, where that is not fresh; another makes another run. */
  public TrainingSettings beginning(String identity) {
    return with(copy -> copy.beginning = identity);
  }

  /** How the rate falls after the warm-up; as a cosine by default. */
  public TrainingSettings decay(LearningRate.Decay form) {
    return with(copy -> copy.decay = form);
  }

  /** The share that a matrix loses at each step, times the learning rate; in [0, 1). */
  public TrainingSettings weightDecay(double share) {
    AdamW.Settings changed =
        new AdamW.Settings(optimiser.beta1(), optimiser.beta2(), optimiser.epsilon(), share);
    return with(copy -> copy.optimiser = changed);
  }

  /** Longer gradients are made this short; 0 for no limit. */
  public TrainingSettings maxGradientNorm(double norm) {
    if (!(norm >= 0)) {
      throw new IllegalArgumentException(
          "Gradients cannot be clipped to a norm of " + norm + "; give 0 for no limit, or more.");
    }
    return with(copy -> copy.maxGradientNorm = norm);
  }

  /** Share of LoRA's inputs that are dropped, in [0, 1). */
  public TrainingSettings dropout(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "A dropout of " + share + " is not in [0, 1); 0 is usual, 0.05 is common too.");
    }
    return with(copy -> copy.dropout = share);
  }

  /** Steps between measurements of held-out text, and one after the last; never by default. */
  public TrainingSettings evaluateEvery(int count) {
    atLeast(1, "The number of steps between evaluations", count);
    return with(copy -> copy.evaluateEvery = StepScale.steps(count));
  }

  /** The text to measure with; by default a part of the corpus is taken. */
  public TrainingSettings heldOut(Documents documents) {
    return with(copy -> copy.heldOut = documents);
  }

  /** The longest view in tokens, at least 8; chosen by the model by default. */
  public TrainingSettings maxTokens(int count) {
    atLeast(8, "The longest text in tokens", count);
    return with(copy -> copy.maxTokens = count);
  }

  /** The seed of all randomness. */
  public TrainingSettings seed(long number) {
    return with(copy -> copy.seed = number);
  }

  /** Keeps checkpoints of this run alone in a folder. */
  public TrainingSettings checkpoints(Path place, int every) {
    atLeast(1, "The number of steps between checkpoints", every);
    int scaled = StepScale.steps(every);
    Optional<Duration> none = Optional.empty();
    return with(c -> c.checkpoints = new TrainingCheckpoints(place, scaled, 2, false, false, none));
  }

  /**
   * Keeps checkpoints in a folder that many runs share, and continues the same run.
   *
   * @param longest there is a checkpoint, too, when so much time has passed since the last
   */
  public TrainingSettings cached(Path place, int every, Duration longest) {
    Optional<Duration> limit = Optional.of(longest);
    return with(c -> c.checkpoints = new TrainingCheckpoints(place, every, 1, true, true, limit));
  }

  /** Resumes the run of {@link #checkpoints} where it stopped; these must have been named. */
  public TrainingSettings resume() {
    if (checkpoints == null || checkpoints.shared()) {
      throw new IllegalStateException(
          "There is no folder to resume from; name it before by checkpoints(folder, every).");
    }
    return with(copy -> copy.checkpoints = checkpoints.resumed());
  }

  /** Shows no progress. */
  public TrainingSettings quiet() {
    return with(copy -> copy.quiet = true);
  }

  /** How many updates. */
  public int steps() {
    return steps;
  }

  /** Texts of one forward pass. */
  public int batch() {
    return batch;
  }

  /** Forward passes of one update. */
  public int accumulation() {
    return accumulation;
  }

  /** The step size over the steps; its peak must have been named. */
  public LearningRate learningRate() {
    if (learningRate == 0) {
      throw new IllegalStateException("The training has no learning rate; name its peak.");
    }
    return new LearningRate(learningRate, warmUp >= 0 ? warmUp : Math.min(steps / 20, 100), decay);
  }

  /** AdamW's numbers. */
  public AdamW.Settings optimiser() {
    return optimiser;
  }

  /** The longest that a gradient may be; 0 for no limit. */
  public double maxGradientNorm() {
    return maxGradientNorm;
  }

  /** Share of LoRA's inputs that are dropped. */
  public double dropout() {
    return dropout;
  }

  /** Steps between measurements of held-out text; 0 for never. */
  public int evaluateEvery() {
    return evaluateEvery;
  }

  /** The text to measure with, where one was named. */
  public Optional<Documents> heldOut() {
    return Optional.ofNullable(heldOut);
  }

  /** The longest view in tokens; 0 where the model chooses. */
  public int maxTokens() {
    return maxTokens;
  }

  /** The seed of all randomness. */
  public long seed() {
    return seed;
  }

  /** Where the state of the run is kept, if it is. */
  public Optional<TrainingCheckpoints> checkpoints() {
    return Optional.ofNullable(checkpoints);
  }

  /** What a worker reads. */
  public Share share() {
    return share;
  }

  /** A hash of what the run begins with; empty where that is something fresh. */
  public String beginning() {
    return beginning;
  }

  /** Whether no progress is shown. */
  public boolean isQuiet() {
    return quiet;
  }

  private static void atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %s, expected at least %s; give more.".formatted(name, value, least));
    }
  }
}
