package magnet;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import magnet.cluster.Cluster;
import magnet.cluster.Round;
import magnet.cluster.RunPlan;
import magnet.io.NotNull;
import magnet.model.Decoder;
import magnet.model.LanguageModel;
import magnet.model.LoraFactors;
import magnet.model.ModelFingerprint;
import magnet.model.SharedHandle;
import magnet.model.checkpoint.AdapterConfig;
import magnet.model.checkpoint.EmbeddedModel;
import magnet.train.LocalSteps;
import magnet.train.StepScale;
import magnet.train.TrainingLoop;
import magnet.train.TrainingRow;
import magnet.train.TrainingSettings;

/**
 * MAGNET's adaptation of a model, built step by step: {@code
 * Magnet.adapt(base).on(corpus).steps(300) .train()}. The base model is frozen; what is learnt is a
 * LoRA adapter.
 *
 * <p>A value: every call gives a changed copy, and nothing runs until {@link #train} or something
 * that needs the trained model ({@code embed}, {@code infill}, {@code generate}). That model is
 * made once and kept by this value.
 *
 * <p>Defaults: the three objectives with weights 1, 0.2 and 3 (ours, see {@link Objective}), {@link
 * Lora#standard()}; for the rest see the calls. The text is named by {@link #on}; only {@code
 * "pocket"} has one by default, {@link Corpus#pocket()}.
 */
public final class Adaptation extends TrainingBuilder<Adaptation> {

  /** Models below this many weights are small and need a larger step size. */
  static final long SMALL = 100_000_000;

  /** Watches the model while it learns. */
  private record Watch(int every, Consumer<Magnet> watcher) {}

  private final Magnet base;
  private Corpus corpus;
  private List<Objective> objectives =
      List.of(Objective.mntp(1), Objective.sscl(0.2), Objective.msg(3));
  private Lora lora;
  private Adapter beginning;
  private Watch watch;
  private Cluster cluster;

  Adaptation(Magnet base) {
    super(TrainingSettings.adaptation());
    this.base = base;
    if (base.adapter().isPresent()) {
      throw new IllegalArgumentException(
          "The base model has an adapter ("
              + base.adapter().get()
              + "), and a second one cannot be laid on top; adapt base.merge() or"
              + " base.withoutAdapter(), which goes on with the first by from(adapter).");
    }
  }

  /**
   * The text to learn from.
   *
   * @throws IllegalArgumentException if it is null
   */
  public Adaptation on(Corpus texts) {
    Corpus given = Corpus.given(texts, "on");
    return with(copy -> copy.corpus = given);
  }

  /**
   * What to learn; objectives that are not named are left out.
   *
   * @param wanted at least one, each name once; the paper's three or your own
   * @throws IllegalArgumentException if there is none, or one is given twice
   */
  public Adaptation objectives(Objective... wanted) {
    List<Objective> all = Arrays.stream(wanted).filter(Objects::nonNull).toList();
    List<String> names = all.stream().map(Objective::name).toList();
    if (all.isEmpty()
        || all.size() < wanted.length
        || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "The objectives "
              + names
              + " are not some, each once; give at least one, such as Objective.msg(3), with a"
              + " schedule if its weight changes.");
    }
    return with(copy -> copy.objectives = all);
  }

  /**
   * The size and place of the adapter; {@link Lora#standard()} by default.
   *
   * @throws IllegalArgumentException if it is null, or not that of the adapter of {@link #from}
   */
  public Adaptation lora(Lora size) {
    if (size == null) {
      throw new IllegalArgumentException(
          "lora(null) has no size; give one, such as Lora.rank(16), or leave the call out.");
    }
    return with(copy -> copy.lora = size).agreed();
  }

  /**
   * Begins with what an adapter learnt, instead of a fresh one: {@code
   * Magnet.adapt(base).from(Adapter.load(folder)).on(corpus)}. Rank, alpha and projections are the
   * adapter's; its dropout is, too, unless {@link #lora} names another. Only the factors are taken:
   * the learning rate and AdamW begin anew. (A training that was broken off goes on with {@link
   * #resume}.)
   *
   * @throws IllegalArgumentException if the adapter was made for another shape of model or for
   *     texts that begin with another token, or {@link #lora} names another rank, alpha or other
   *     projections
   */
  public Adaptation from(Adapter adapter) {
    NotNull.of(adapter, "adapter");
    adapter.on(base, adapter.config()).close();
    return with(copy -> copy.beginning = adapter).agreed();
  }

  /** Refuses a size that is not that of the adapter with which it is to begin. */
  private Adaptation agreed() {
    if (lora != null && beginning != null) {
      AdapterConfig named = lora.config().on(base.architecture());
      AdapterConfig given = beginning.config().on(base.architecture());
      if (named.rank() != given.rank()
          || named.scale() != given.scale()
          || !named.targets().equals(given.targets())) {
        throw new IllegalArgumentException(
            ("The adapter to begin with is a %s, but lora(...) names a %s; leave lora(...) out,"
                    + " or name the same rank, alpha and projections.")
                .formatted(beginning, lora));
      }
    }
    return this;
  }

  /** What the adapter is to be like. */
  private AdapterConfig config() {
    if (beginning == null) {
      return (lora == null ? Lora.standard() : lora).config();
    }
    AdapterConfig given = beginning.config();
    double dropout = lora == null ? given.dropout() : lora.config().dropout();
    return new AdapterConfig(
        given.rank(), given.alpha(), dropout, given.targets(), given.rankStabilised());
  }

  /**
   * Has several workers adapt the model together, each on its share of the texts: machines of a
   * Spark cluster ({@code MagnetSpark.cluster(spark)} of {@code magnet.spark}), or for a trial
   * {@link Cluster#here()}. {@link #steps} and {@link #batch} are those of each worker. Held-out
   * text is measured, checkpoints are written and a watcher looks at the end of the round in which
   * it is due; an interruption ends the training after its round.
   */
  public Adaptation across(Cluster workers) {
    NotNull.of(workers, "workers");
    return with(copy -> copy.cluster = workers);
  }

  /**
   * What one worker of {@link #across} does in a round, for an engine that brings workers.
   *
   * @param base the model that the plan names, loaded where the worker is
   * @param plan what stays the same from round to round
   * @param round what all workers begin with
   * @param part what this worker has for itself
   * @throws IllegalStateException if the base is another model than the plan's
   */
  public static LocalSteps.Result work(Magnet base, RunPlan plan, Round round, Round.Part part) {
    plan.base().require(base.language(), base.frame());
    Decoder decoder = base.decoder();
    return plan.work(decoder, base.frame(), MemoryEstimate.free(decoder.device()), round, part);
  }

  /**
   * Watches the model while it learns: every {@code steps} steps and after the last one it is
   * handed to a watcher, which may embed, infill, generate and measure with it, but not keep it.
   * Steps of an earlier run that {@link #resume} or {@link #cached()} continues are not seen again.
   *
   * @param steps between looks, at least 1
   * @param watcher gets the model as it is then, whose history holds the step; it is closed
   *     afterwards. Whatever the watcher throws ends the training
   */
  public Adaptation watch(int steps, Consumer<Magnet> watcher) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "The model cannot be looked at every " + steps + " steps; give at least 1.");
    }
    Watch looking = new Watch(StepScale.steps(steps), watcher);
    return with(copy -> copy.watch = looking);
  }

  /**
   * Identifies this training without training: whoever keeps what came of it finds it again.
   *
   * @return 24 hexadecimal digits, equal for equal models, texts, objectives and settings
   * @throws IllegalArgumentException if the settings cannot work together, or no text was named
   */
  public String fingerprint() {
    try (LoraFactors factors = firstFactors();
        LanguageModel model = LanguageModel.of(base.decoder(), factors)) {
      return run(model).fingerprint();
    }
  }

  private LoraFactors firstFactors() {
    Decoder decoder = base.decoder();
    return beginning == null
        ? LoraFactors.fresh(config(), decoder, settings.seed())
        : beginning.on(base, config());
  }

  @Override
  Magnet made() {
    LoraFactors factors = firstFactors();
    try (LanguageModel model = LanguageModel.of(base.decoder(), factors)) {
      return base.with(SharedHandle.of(factors), run(model).run(rows -> show(factors, rows)));
    } catch (RuntimeException | Error e) {
      factors.close();
      throw e;
    }
  }

  /**
   * A run of a model that has what it begins with, which is told only if it is no fresh adapter.
   */
  private TrainingRun run(LanguageModel model) {
    TrainingRun run = run(model, beginning == null ? "" : ModelFingerprint.of(model));
    return cluster == null ? run : run.across(cluster, base.baseName());
  }

  private TrainingRun run(LanguageModel model, String begins) {
    double usual = base.architecture().parameters() < SMALL ? 1e-3 : 3e-4;
    TrainingSettings settings =
        this.settings.usualLearningRate(usual).dropout(config().dropout()).beginning(begins);
    return new TrainingRun("adapting", model, base.frame(), texts(), objectives, settings);
  }

  private Corpus texts() {
    if (corpus != null) {
      return corpus;
    }
    if (!base.baseName().equals(EmbeddedModel.NAME)) {
      throw new IllegalArgumentException(
          "There is no text to adapt "
              + base
              + " to; name one by on(Corpus.lines(file)), or Corpus.pocket() for the stories of"
              + " pocket.");
    }
    return Corpus.pocket();
  }

  /**
   * What this training would read of one text of its corpus: masks, spans and the two contrasted
   * texts. Nothing is trained.
   *
   * @param text index of the text
   * @throws IllegalArgumentException if there is no such text
   */
  public TrainingViews views(int text) {
    Corpus texts = texts();
    if (text < 0 || text >= texts.size()) {
      throw new IllegalArgumentException(
          "There is no text " + text + ", expected 0 to " + (texts.size() - 1) + ".");
    }
    return TrainingViews.of(
        base, run(base.language(), "").views(), texts.documents().get(text), text, objectives);
  }

  /** Hands the model to the watcher when it is due. */
  private void show(LoraFactors factors, List<TrainingRow> rows) {
    int step = rows.get(rows.size() - 1).step();
    int steps = settings.steps();
    boolean last = step == steps;
    boolean ends = cluster == null || last || cluster.before(step + 1) == step;
    int before = cluster == null ? step - 1 : cluster.before(step);
    if (watch != null
        && step > 0
        && ends
        && (last || TrainingLoop.isDue(before, step, watch.every()))) {
      try (Magnet now = base.with(SharedHandle.lent(factors), new History(rows, steps))) {
        watch.watcher().accept(now);
      }
    }
  }

  @Override
  String told() {
    return "adaptation of " + base;
  }
}
